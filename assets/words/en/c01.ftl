# Chapter 1: labelled examples

c01-source-one = One example from the training set, with its answer
c01-source-own = Handwriting of the author; the network never trained on it
c01-source-own-train = Handwriting of the author; the network trained on it too
c01-source-own-test = Handwriting of the author; it is one of the digits to test with
c01-source-some = Examples from the training set, each with its answer
c01-source-all = All { $count } examples of this training run
c01-source-split = { $train } examples to practise on, { $test } to test with
c01-source-steps = The digits that the first steps learned from, at most { $count } a step

c01-own = The author wrote this. It practises on others, such as this.
c01-own-train = The author wrote this. It practises on it, and on others, such as this.
c01-own-test = The author wrote this; it is for testing. It practises on others, such as this.
c01-own-again = Back to the handwriting of the author.
c01-picture = This is what the network sees: a picture.
c01-answer = We know the answer: { $label }.
c01-together = Together: one labelled example.
c01-more = Another picture, another answer.
c01-wall = All together: { $count } examples.
c01-classes = There are { $count } answers. See where they lie.
c01-aside = But { $count } digits go behind a line.
c01-practise = It may practise on the others alone.
c01-never = Test digits may be looked at, never learned from.
c01-used = { $used ->
    [0] Not one of the { $steps } steps uses them. That is only fair.
    [one] In { $steps } steps, { $used } test digit was used after all.
   *[other] In { $steps } steps, { $used } test digits were used after all.
}
c01-used-copied = { $copies ->
    [one] But { $copies } of them is also among those to practise on.
   *[other] But { $copies } of them are also among those to practise on.
}
c01-back = Back to our { $label }. What will the network make of it?

c01-label-picture = the picture
c01-label-answer = ✓ the right answer
c01-label-practise = to practise on
c01-label-test = to test with
