# The sheet to write on
writing-title = My own handwriting
writing-how = In every box, write what stands at the start of its row. Write large, with a dark and rather thick pen, and stay off the lines.
writing-mistake = A mistake? Draw a cross through the box, from corner to corner: it will not count. An empty box is fine, too.
writing-name = Name (stays on this paper, no computer reads it):
writing-privacy = A network will learn from this writing, and it can be seen in the films that are made of that.
writing-scan = Keep the black squares free. Photograph the whole sheet, then: leerdal digits scan photo.jpg …
writing-sheet = Writer { $writer } · series { $series }{ $pages ->
    [1] {""}
   *[other] {" "}· page { $page } of { $pages }
}

# What became of each box
writing-contact = { $photo } · writer { $writer } · page { $page }: { $accepted } of { $boxes } boxes accepted
writing-empty = empty
writing-too-faint = too faint
writing-too-small = too small
writing-touches-edge = touches the edge
writing-crossed-out = crossed out
