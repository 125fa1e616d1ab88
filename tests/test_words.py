"""Every visible word exists in both languages, and no word is kept that nobody shows."""

from babel.messages.pofile import read_po

from zhiheng import words


def test_no_word_of_the_interface_is_missing_unused_untranslated_or_fuzzy():
    assert words.faults() == []


def test_gathering_the_words_again_changes_no_byte():
    before = {path: path.read_bytes() for path in words.catalogues()}
    empty = words.gather()
    after = {path: path.read_bytes() for path in words.catalogues()}
    for path, content in before.items():
        path.write_bytes(content)

    assert empty == 0
    assert [str(path) for path in before if before[path] != after[path]] == []


def test_a_word_without_a_translation_is_named(tmp_path, monkeypatch):
    catalog = words.read(words.PAGES)
    catalog.get("Honours").string = ""
    words.write(catalog, tmp_path / "django.po")
    rooms = words.catalogues()[1:]
    monkeypatch.setattr(words, "catalogues", lambda: [tmp_path / "django.po", *rooms])
    assert words.faults() == ["untranslated: Honours"]


def test_the_words_of_the_command_line_are_complete():
    path = words.PAGES.with_name("terminal.po")
    with path.open("rb") as file:
        messages = [message for message in read_po(file, locale="zh_Hans") if message.id]
    assert [message.id for message in messages if not message.string or message.fuzzy] == []
    assert messages


def test_compiling_twice_writes_nothing_new():
    words.compile_all()
    assert words.compile_all() == []


def test_no_translation_loses_or_invents_a_placeholder():
    messages = [message for path in words.catalogues() for message in words.read(path)]
    formatted = [message for message in messages if message.id and message.python_format]
    assert [str(error) for message in formatted for error in message.check()] == []
