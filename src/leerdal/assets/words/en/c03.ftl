# Chapter 3: squared error

c03-source = Scores and errors of one example, after { $step ->
    [one] { $step } step
   *[other] { $step } steps
}
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
c03-moment = After { $step ->
    [one] one step
   *[other] { $step } steps
} the right answer, { $label }, gets a score of { $score }.
c03-wanted-line = We wanted a 1 for the { $label }, and a 0 for all the others.
c03-short = So it still falls a little short. The difference is { $difference }.
c03-over = So it overshoots. The difference is { $difference }.
c03-square = We square that difference, multiply it by itself. That makes { $square }.
c03-sign-goes = Why? The minus goes: too low or too high, an error is an error.
c03-big-weighs = And big errors weigh more: twice as far off is four times as bad.
c03-column = We do this for all { $count } scores: what came out, and what did we want?
c03-sum = Add up all the squares: that is the cost of this one example.
c03-compare = And the same sum for our digit of the beginning, after { $step ->
    [one] one step
   *[other] { $step } steps
}?
c03-compare-start = And the same sum for our digit of the beginning, before any practice?
c03-far-larger = There the cost is far higher: { $there } against { $here }.
c03-larger = There the cost is higher: { $there } against { $here }.
c03-other = There the cost is { $there }, here it is { $here }.
c03-entropy = Many networks now use another cost (cross-entropy). The descent is the same idea.
c03-tile = So every example gets a tint of its own: the redder, the higher the cost.
