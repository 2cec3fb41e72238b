# Chapter 7: the sculptor
c07-source-one = Weights of all layers, after { $step } steps
c07-source-all = Weights of the first layer, from step zero to step { $step }; one fixed colour scale
c07-source-rim = Visible: pixels where none of the { $count } training digits has ink. The rest is covered

c07-lines = One neuron of the first layer. { $count } lines come in: one from every pixel.
c07-as-image = Lay those weights back on their pixels, { $height } by { $width }, and you see a picture.
c07-rewind = That is what it became. And how did it start? Back to before step one: noise.
c07-block = All { $count } neurons of the first layer. Each begins as a lump of noise.
c07-training = Now the training. No hand, no plan: only small steps.
c07-downhill = Every step kneads all the pictures at once, against the slope.
c07-back-and-forth = There, back, there again: the way was { $ratio } times as long as the distance.
c07-straight = The way was { $ratio } times as long as the distance from the start.
c07-marble = A sculptor chips away what is too much. Is that what happens here?
c07-clay = No, this is clay: it adds, too. Of the weights that ever see ink, { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } grew.
c07-clay-less = This is clay: it adds, too. Of the weights that ever see ink, { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } grew.
c07-rim = And the rim? It still holds exactly the noise it began with.
c07-no-ink = All the steps once more: the rim stays put. No ink, no lesson.
c07-strokes = Strokes, loops? Not the shapes that you might expect.
c07-reads = And yet, with these, the network reads { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } of the practice digits right.

c07-after = after step
c07-more = … and so on: all { $count } are trained
c07-legend-low = −{ $top }
c07-legend-high = +{ $top }
c07-label-total = the way a weight has gone
c07-label-net = its distance from the start
c07-label-mean = on average, over all weights that ever see ink
c07-label-grown = further from zero: { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }
c07-label-shrunk = closer to zero: the rest

# What slides ask before they show it
c07-asks-noise = Will something emerge from the noise? What?
