# Chapter 7: the sculptor
c07-source-one = Weights of all layers, after { $step } steps
c07-source-all = Weights of the first layer, from step zero to step { $step }; one fixed colour scale
c07-source-rim = Visible: pixels where none of the { $count } training digits has ink. The rest is covered

c07-lines = One neuron of the first layer: { $count } lines, one from each pixel.
c07-as-image = Lay each weight on its pixel, and you see a picture.
c07-rewind = And how did it start? Before step one: noise.
c07-block = All { $count } neurons of that layer: each a lump of noise.
c07-training = Now the training. No plan, only small steps.
c07-downhill = Every step kneads all the pictures at once.
c07-back-and-forth = To and fro: the way was { $ratio } times the distance.
c07-straight = The way was { $ratio } times the distance from the start.
c07-marble = A sculptor chips away what is too much. Here too?
c07-clay-exception = This is clay: on average the weights went from { $before } to { $after }.
c07-clay-sometimes = This is clay: the weights of { $share } pictures grew.
c07-clay-rule = No, this is clay: on average the weights grew from { $before } to { $after }.
c07-rim = And the rim? Still exactly the noise it began with.
c07-no-ink = All the steps once more. No ink, no lesson.
c07-strokes-exception = Most of these look like one of the digits.
c07-strokes-sometimes = Not the strokes you might expect, in { $share } pictures.
c07-strokes-rule = Not the strokes and loops that you might expect.
c07-reads = And yet it reads { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } of the practice digits right.
c07-reads-so = With these it reads { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } of the practice digits right.

c07-after = after step
c07-more = … and so on: all { $count } are trained
c07-legend-low = −{ $top }
c07-legend-high = +{ $top }
c07-label-total = the way a weight has gone
c07-label-net = its distance from the start
c07-label-mean = on average, over all weights that ever see ink
c07-label-before = average size at the start
c07-label-after = average size at the end

# What slides ask before they show it
c07-asks-noise = Will something emerge from the noise? What?
