# Titles of the chapters
cold-open-title = One wrong answer
forward-pass-title = From picture to scores
squared-error-title = One mistake, one number
average-loss-title = The mean of all mistakes
valley-title = The valley
