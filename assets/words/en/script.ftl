# The sheet of lines to read aloud (leerdal script).
script-title = Lines to read
script-how = Record every line in a file named by its id, such as { $example }. The seconds are those in which a viewer reads the line: take all the time that you need, the film waits for you.
