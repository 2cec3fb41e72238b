# Titles of the chapters
cold-open-title = One wrong answer
forward-pass-title = From picture to scores
squared-error-title = One mistake, one number
average-loss-title = The mean of all mistakes
valley-title = The valley
every-weight-title = Every weight its own step
sculptor-title = The sculptor

# The film's page
page-title = How a network learns
page-intro = Every number, colour and line in this film comes from the log of one training run.
page-captions = English
page-film = The whole film
page-chapters = The chapters
page-made = Made from run
page-manifest = what was made from what
page-no-video = Your browser cannot play this film; you can download it instead.
