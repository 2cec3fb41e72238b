# Chapter 11: next time, overfitting
c11-source-heaps = Some of the practice digits, and of the digits that were kept apart
c11-source-long = Cost averaged over all digits; practice goes on after step { $steps }, up to { $until }

c11-homework = { $count } digits: homework
c11-new = { $count } new digits
c11-title = cost, on average
c11-axis = steps
c11-here = this film: { $steps }
c11-overfitting = overfitting
c11-soon = next time

c11-homework-is = The { $count } practice digits are its homework: from these it makes its steps.
c11-new-are = These { $count } are the test: digits it has never seen.
c11-none-apart = This run kept no new digits apart. Homework is all there is.
c11-longer = Our training stopped after { $steps } steps. What if we go on, to { $until }?
c11-same = All { $steps } steps once more. How does the homework go?
c11-falls = At first the cost of the homework drops fast. After that, slowly.
c11-and-new = And the new digits, dashed? Does their cost sink as far?
c11-closer = Up close: in fits and starts it still sinks. The homework gets better.
c11-closer-not = Up close: at the end the homework is no better off than before.
c11-turns = On new digits { $low } was the lowest, at step { $step }. Then it creeps up, to { $end }.
c11-lags = New digits lag behind: { $new }, against { $own } for the homework.
c11-follows = Here they stay close together: { $new } for new digits, { $own } for homework.
c11-right = Of the homework it now has { NUMBER($own, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } right, of the new digits { NUMBER($new, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }.
c11-called = It learns its homework by heart, flukes and all. That is called overfitting.
c11-called-when = If new digits get worse while the homework gets better, that is overfitting.
c11-next = How do you learn what matters, rather than the homework by heart? Next blog.
