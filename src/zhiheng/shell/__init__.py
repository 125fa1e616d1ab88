"""What every page of the house stands in: its one door, its manner of showing, its words for refusing.

Words: door, visitor, page, refusal page.
Doors: ``doors`` (``door``, ``anyone``, ``visitor_of``, ``show``, ``after_change``), the template tags
``zhiheng``, and the middleware that keeps a view without a door shut.
It never: decides who may do what (policies do), reads a case, or knows an address of the site.
"""
