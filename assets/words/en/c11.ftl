# Chapter 11: next time, overfitting
c11-source-heaps = Some of the practice digits, and of the digits that were kept apart
c11-source-long = Cost averaged over all digits; practice goes on after step { $steps }, up to { $until }

c11-homework = { $count } digits: homework
c11-new = { $count } new digits
c11-new-copied = { $count } test digits
c11-title = cost, on average
c11-axis = steps
c11-here = this film: { $steps }
c11-overfitting = overfitting
c11-soon = next time

c11-homework-is = The { $count } practice digits are the homework.
c11-new-are = These { $count } are the test: digits it has never seen.
c11-new-are-copied = These { $count } are the test. But { $copies } of them were homework too.
c11-none-apart = No new digits were kept apart here. There is only homework.
c11-longer = And if we go on, to { $until } steps?
c11-same = All { $steps } steps once more.
c11-falls = The homework: its cost drops fast, and then slowly.
c11-and-new = And the new digits, dashed? Do they follow?
c11-and-new-copied = And the test digits, dashed? Do they follow?
c11-closer = Up close it is still sinking, in fits and starts.
c11-closer-not = Up close: the homework is no better off.
c11-turns-exception = Lowest around step { $step }. Only at the very end is it higher again.
c11-turns-sometimes = Lowest around step { $step }. Then { $share } costs are higher.
c11-turns-rule = Down to { $low } around step { $step }. Then it creeps up again.
c11-lags = They lag behind: { $new }, against { $own } for the homework.
c11-follows = They stay close: { $new }, against { $own } for the homework.
c11-right = Homework: { NUMBER($own, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } right. New digits: { NUMBER($new, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }.
c11-right-copied = Homework: { NUMBER($own, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } right. Test digits: { NUMBER($new, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }.
c11-surer-exception = It misreads about as many, but in the end it is surer of its mistakes.
c11-surer-sometimes = It misreads about as many, but it is often surer of its mistakes.
c11-surer-rule = It misreads about as many, but it is surer of its mistakes.
c11-called = It learns by heart, flukes and all: overfitting.
c11-called-when = Homework better, new digits worse: overfitting.
c11-called-when-copied = Homework better, test digits worse: overfitting.
c11-next = How do you learn what matters? Next blog.
