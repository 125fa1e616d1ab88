"""Sample data that the room ships: everything in it is plainly invented and named 示例."""
