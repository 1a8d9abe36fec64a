"""The frozen program, tested and measured as a ward PC meets it: from an empty environment and another folder."""
