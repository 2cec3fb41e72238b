# Titles of the chapters
cold-open-title = One wrong answer
labelled-data-title = Pictures with their answers
forward-pass-title = From picture to scores
squared-error-title = One mistake, one number
average-loss-title = The mean of all mistakes
valley-title = The valley
every-weight-title = Every weight its own step
sculptor-title = The sculptor
again-and-again-title = Again and again
overfitting-title = Next time: overfitting
end-card-title = About this run
smooth-title = Why it works: smooth
five-steps-title = Five steps

# The film's page
page-title = How a network learns
page-intro = Every number, colour and line in this film comes from the log of one training run.
page-captions = English
page-film = The whole film
page-chapters = The chapters
page-made = Made from run
page-manifest = what was made from what
page-no-video = Your browser cannot play this film; you can download it instead.
