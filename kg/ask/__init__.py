"""What one can ask: queries and named questions, find, lineage, impact, explain, conflicts."""
