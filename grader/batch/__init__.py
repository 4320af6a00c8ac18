"""A class: submissions in a folder to rows of a gradebook, judged by several processes."""
