# Chapter 1: labelled examples

c01-source-one = One example from the training set, with its answer
c01-source-own = Handwriting of the author; the network never trained on it
c01-source-some = Examples from the training set, each with its answer
c01-source-all = All { $count } examples of this training run
c01-source-split = { $train } examples to practise on, { $test } to test with
c01-source-steps = The digits that the first steps learned from, at most { $count } a step

c01-own = The author wrote this one. The network practises on others, such as this.
c01-own-again = For that we go back to the handwriting of the author.
c01-picture = This is what the network gets to see: a picture.
c01-answer = And we know the right answer: { $label }.
c01-together = Picture and answer together make one labelled example.
c01-more = There are more like it. Another picture, another answer.
c01-wall = All together, there are { $count } examples.
c01-classes = There are { $count } different answers. See where they all are.
c01-aside = Now something that matters: { $count } digits go behind a line.
c01-practise = It may practise on the rest. Which goes where is settled beforehand.
c01-never = The test digits we look at, but we never take a step from them.
c01-used = { $used ->
    [0] Steps taken: { $steps }. Test digits used: not one. That keeps the test fair.
    [one] In { $steps } steps, { $used } test digit was used after all.
   *[other] In { $steps } steps, { $used } test digits were used after all.
}
c01-back = And here is our { $label }. What does the network do with such a picture?

c01-label-picture = the picture
c01-label-answer = ✓ the right answer
c01-label-practise = to practise on
c01-label-test = to test with
