# Chapter 0: the cold open

c00-source-digit = One handwritten digit from the training set
c00-source-own = Handwriting of the author; the network never trained on it
c00-source-scores = { $step ->
    [0] Scores of one example, before the first step
    [one] Scores of one example, after { $step } step
   *[other] Scores of one example, after { $step } steps
}
c00-source-rewind = Scores of one example, after every step: from step { $step } back to the start
c00-source-start = Scores of one example, before the first step
c00-practised = steps of practice

c00-look = Take a good look. What does this say?
c00-scores = { $step ->
    [0] Before any practice the network gives the { $taken } a score of { $score }.
    [one] After one step of practice the network gives the { $taken } a score of { $score }.
   *[other] After { $step } steps of practice the network gives the { $taken } a score of { $score }.
}
c00-scores-highest = { $step ->
    [0] Before any practice the highest score goes to the { $taken }: { $score }.
    [one] After one step of practice the highest score goes to the { $taken }: { $score }.
   *[other] After { $step } steps of practice the highest score goes to the { $taken }: { $score }.
}
c00-wrong = But the answer is { $label }, and that gets only { $score }. Wrong.
c00-right = And the answer is { $label }. Well read.
c00-question = How does such a thing learn?
c00-question-right = How did such a thing learn that?
c00-rewind = Let us wind back, step by step, to the very beginning.
c00-start = This is where it begins: not one step of practice yet.

# What slides ask before they show it
c00-asks-highest = Which answer will get the highest score?
