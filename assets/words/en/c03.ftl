# Chapter 3: squared error

c03-source = Scores and errors of one example, after { $step ->
    [one] { $step } step
   *[other] { $step } steps
}
c03-source-chosen = Scores and errors of one example, after { $step ->
    [one] { $step } step
   *[other] { $step } steps
}, chosen for its score of { $score }
c03-source-both = Cost of one example: the sum of the squares of all its errors

c03-score = score
c03-wanted = wanted
c03-difference = difference
c03-square-head = square
c03-axis-low = score too low
c03-axis-high = score too high
c03-schematic = Schematic: a curve, with the real errors on it
c03-cost-is = together: the cost =
c03-cost-about = together: the cost ≈
c03-after = after { $step ->
    [one] { $step } step
   *[other] { $step } steps
}
c03-before = before step one

c03-another = Another example, just for now: its answer is { $label }.
c03-another-same = Another example, just for now: its answer is { $label } too.
c03-moment-rule = After { $step ->
    [one] one step
   *[other] { $step } steps
} the right answer, { $label }, scores { $score }.
c03-moment-sometimes = Read right in { $share } steps around: { $score } after { $step ->
    [one] one step
   *[other] { $step } steps
}.
c03-moment-exception = After { $step ->
    [one] one step
   *[other] { $step } steps
}, picked for it, the right answer, { $label }, scores { $score }.
c03-wanted-line = Wanted: a 1 for the { $label }, a 0 for the rest.
c03-short = It still falls a little short: { $difference }.
c03-over = It goes a little too far: { $difference }.
c03-square = Squared, that is, times itself: { $square }.
c03-sign-goes = Why? The minus goes: an error is an error.
c03-big-weighs = And twice as wrong weighs four times as much.
c03-column = We do the same for all { $count } scores.
c03-sum = Added up: the cost of this one example.
c03-compare = And our digit of the beginning, after { $step ->
    [one] one step
   *[other] { $step } steps
}?
c03-compare-start = And our digit of the beginning, before any practice?
c03-far-larger-rule = A far higher cost: { $there } against { $here }.
c03-far-larger-sometimes = A far higher cost in { $share } steps around: { $there } against { $here }.
c03-far-larger-exception = Just here a far higher cost: { $there } against { $here }.
c03-larger-rule = A higher cost: { $there } against { $here }.
c03-larger-sometimes = A higher cost in { $share } steps around: { $there } against { $here }.
c03-larger-exception = Just here a higher cost: { $there } against { $here }.
c03-around = In the steps around, typically { $there } against { $here }.
c03-other = There the cost is { $there }, here it is { $here }.
c03-entropy = Many now use another cost (cross-entropy). Same idea.
c03-tile = It becomes a tint: the redder, the costlier.
