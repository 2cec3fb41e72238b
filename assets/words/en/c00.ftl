# Chapter 0: the cold open

c00-source-digit = One handwritten digit from the training set
c00-source-own = Handwriting of the author; the network never trained on it
c00-source-own-train = Handwriting of the author; the network trained on it too
c00-source-own-test = Handwriting of the author; it is one of the digits to test with
c00-source-scores = { $step ->
    [0] Scores of one example, before the first step
    [one] Scores of one example, after { $step } step
   *[other] Scores of one example, after { $step } steps
}
c00-source-rewind = Scores of one example, after every step: from step { $step } back to the start
c00-source-start = Scores of one example, before the first step
c00-practised = steps of practice

c00-look = What does this say?
c00-scores = { $step ->
    [0] Before any practice the network reads “{ $taken }”: score { $score }.
    [one] After one step the network reads “{ $taken }”: score { $score }.
   *[other] After { $step } steps the network reads “{ $taken }”: score { $score }.
}
c00-scores-highest = { $step ->
    [0] Before any practice the highest score goes to { $taken }: { $score }.
    [one] After one step the highest score goes to { $taken }: { $score }.
   *[other] After { $step } steps the highest score goes to { $taken }: { $score }.
}
c00-wrong = But the answer is { $label }. That gets only { $score }.
c00-right = And the answer is { $label }. Well read.
c00-question = How does such a thing learn?
c00-question-right = How did such a thing learn that?
c00-rewind = Back, step by step, to the very beginning.
c00-start = Not one step of practice yet.

# What slides ask before they show it
c00-asks-highest = Which answer will get the highest score?
