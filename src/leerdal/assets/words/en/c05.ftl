# Chapter 5: the valley.
c05-source-slope = Cost over all training examples, along its own slope after step { $step }
c05-source-batch = One real step, number { $step }: the batch beside all training examples
c05-source-walk = Cost over all training examples, after every step
c05-source-valley = Cost over all training examples, from step { $first } to step { $last }

c05-night = It is night, in a valley. All we can feel is the slope under our feet.
c05-height = How high we stand is the average cost: { $cost }.
c05-uphill = The slope, the gradient, points uphill: that way the cost climbs fastest.
c05-against = We want to go down. So we walk exactly the other way.
c05-promise = The slope makes a promise: walk this far, and you drop this much.
c05-large = Now a big one: this is the step size our network trains with.
c05-large-kept = This is the step size our network trains with: the promise still holds.
c05-below-zero = Below zero? A cost cannot be.
c05-near = A slope is a promise about what is near.
c05-near-kept = A slope is a promise about what is near. Here it reaches far enough.
c05-steep = The steeper the slope, the bigger the step.
c05-batch = A step does not look at all the digits, only at a batch of { $size }.
c05-all = All digits together point another way. Between them: { $angle } degrees.
c05-step-fell-rose = We follow the batch. Its cost falls, but over all digits the cost goes up.
c05-step-fell-fell = We follow the batch. Its cost falls, and so does the cost over all digits.
c05-step-rose-rose = We follow the batch. The step is too big: even the batch’s own cost rises.
c05-step-rose-fell = We follow the batch. Its cost rises, yet over all digits the cost falls.
c05-stagger = A staggering walk, but downhill on average.
c05-stagger-only = A staggering walk.
c05-light = Now let there be light. A real slice of the valley, from step { $step } on.
c05-walk = The real walk. Feel the slope, take a step, and again: gradient descent.
c05-two = To be fair: we see only two directions out of { $count }.
c05-enough = Deeper elsewhere? This picture cannot tell. But { $cost } is low enough.
c05-here = Deeper elsewhere? This picture cannot tell. Here the walk ends, at { $cost }.

c05-axis-full = cost over all examples
c05-axis-step = step size, against the slope
c05-axis-steps = steps
c05-label-up = gradient: uphill
c05-label-height = average cost
c05-label-many = { $count } numbers: one for every weight and every bias
c05-label-down = us: downhill
c05-head-size = step
c05-head-promised = promised
c05-head-got = got
c05-angle = { $angle }°
c05-label-all = downhill for all { $count }
c05-label-batch = downhill for the batch of { $many }
c05-row-batch = cost of this batch
c05-row-full = cost over all examples
c05-share = up: { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } of all steps
c05-card-title = What you are looking at
c05-card-true = Where it is drawn, the cost was really computed.
c05-card-stems = A thin stem: there the path leaves this slice, by { $far } in cost at most.

# What slides ask before they show it
c05-asks-twice = Walk twice as far: do you go down twice as much?
c05-asks-batch = We follow the batch. Will the cost over all digits fall too?
