# Chapter 8: again and again
c08-source-hero = Scores of our digit, from step zero to step { $steps }
c08-source-strangers = Some of the { $count } digits that were kept apart
c08-source-practice = Some of the { $count } practice digits
c08-source-share = Share with the highest score at the right answer; from step zero to step { $steps }
c08-source-companions = The same network and start, { $steps } steps each; only the number of practice digits differs

c08-steps = steps practised
c08-title-new = read right, of { $count } new digits
c08-title-practice = read right, of { $count } practice digits
c08-axis = steps
c08-axis-dotted = steps; every dot is an epoch
c08-examples = { $count ->
    [one] practice digit
   *[other] practice digits
}
c08-dashed = dashed: its own practice digits

c08-again = Round after round past the same practice digits. What does that do to ours?
c08-once = Once past all practice digits: one epoch. What does that do to our digit?
c08-and-on = And then again, and again, as far as this training went.
c08-more-rounds = And then again, and again: { $rounds } rounds in all.
c08-now-right = In the end the right answer, { $label }, comes out on top with a score of { $score }.
c08-now-wrong = The { $label } gets to { $score }. Another answer still scores higher.
c08-known = But it practised on this digit. Does it know more than its practice digits?
c08-unknown = It never practised on this digit. Does it manage others like it?
c08-strangers = For that, { $count } digits were kept apart. Not one step was made from them.
c08-none-apart = This run kept no digits apart. All we can count is practice digits.
c08-how-many = How many of those new digits does it read right, as it practises more?
c08-how-many-practice = How many of the practice digits does it read right, as it practises more?
c08-levels = Fast at first, and then it levels off: { NUMBER($half, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } half-way, { NUMBER($end, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } at the end.
c08-still-rising = Half-way { NUMBER($half, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }, at the end { NUMBER($end, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }: it was still rising when we stopped.
c08-uneven = Half-way { NUMBER($half, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } right, at the end { NUMBER($end, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }.
c08-not-always = The highest point even came before the end. Another round is not always a gain.
c08-not-always-practice = The highest point came before the end. Another round is not always a gain.
c08-fewer = And with fewer practice digits? The same network, { $steps } steps as well.
c08-side-by-side = Off they go, side by side. How often are they right on new digits?
c08-more = More examples: more often right on digits it has never seen.
c08-more-less = More examples: more often right on new digits. But each time it adds less.
c08-no-order = In this race, more examples did not help every time.
c08-by-heart = Its own { $count } digits: { NUMBER($own, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } right. New ones: { NUMBER($new, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }. Did it learn by heart?
c08-own = On its own { $count } digits { NUMBER($own, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } right, on new ones { NUMBER($new, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }. So we count new ones.

# What slides ask before they show it
c08-asks-fewer = As many steps, but fewer examples. How will that turn out?
