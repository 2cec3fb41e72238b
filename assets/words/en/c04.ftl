# Chapter 4: from one example to the average.
c04-source-one = Cost of one example, after { $step } steps
c04-source-all = Cost of each of the { $count } training examples, after { $step } { $step ->
    [one] step
   *[other] steps
}
c04-source-walk = Costs and their mean over all { $count } training examples; dots: cost of one batch

c04-own = What counts now: digits it practises on, like this one.
c04-one = Before the first step, this { $digit } costs { $cost }.
c04-colour = The costlier, the redder the tile.
c04-dozens = Each of the { $count } practice digits gets a tile.
c04-mean = One number for them all: the mean, { $cost }.
c04-words = “Cost” or “loss”: two words, one number.
c04-batch = One step learns from a handful: a “batch”.
c04-fell = After that one step: from { $before } to { $after }!
c04-rose = After that one step: from { $before } to { $after }.
c04-accuracy-moved = But read right? From { NUMBER($before, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } to { NUMBER($after, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }.
c04-accuracy-same = But read right? Still { NUMBER($after, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }.
c04-says-same-exception = By now, different digits get different scores.
c04-says-same-sometimes = It gives { $share } digits the same scores.
c04-says-same-rule = Whatever it sees, it gives the same scores.
c04-says-even = That is about { $score } for every answer.
c04-even-cost = exactly { $score } everywhere would cost { $cost }
c04-plateau = Then hardly anything: after { $step } steps, { $cost }.
c04-early = The line is the mean of the wall.
c04-accuracy-curve = In green: the share that is read right.
c04-parting-exception = Now and then the cost falls, and yet it reads less well.
c04-parting-sometimes = The cost falls, yet it reads less well: { $times ->
    [one] once
   *[other] { $times } times
} in the first { $early } steps.
c04-parting-rule = The cost falls, and step after step it reads less well.
c04-relatives = Relatives, but not the same thing.
c04-cools = Then it dawns: the wall cools down.
c04-rushes = The steps count on. Whatever is red is still costly.
c04-end = The end: a mean of { $cost }, and { NUMBER($accuracy, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } right.
c04-light = This number becomes our light.

c04-axis-cost = cost
c04-axis-steps = steps
c04-label-one = cost of this example
c04-label-mean = mean cost
c04-label-right = ✓ read right
c04-label-step = after step
c04-label-batch = cost of one batch
c04-label-against = dashed: the run “{ $run }”
c04-label-part = { $size_of } out of { $count }
c04-label-tiles = one tile for each practice digit
c04-label-words = cost = loss
c04-label-hero-scores = scores for our { $digit } after step { $step }
c04-shares = ✓ { NUMBER($before, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } → { NUMBER($after, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }

# What slides ask before they show it
c04-asks-first-step = One step, on one small batch. What will happen to the average over all digits?
