# s390x: start.c and cpu.h, compiled by make-listing and GCC 12; s390x.inc has it assembled.
	.machinemode zarch
	.machine "z900"
.text
	.text
	.type start, %function
start:
	lgr %r1, %r15
	aghi %r15, -320
	stmg %r0, %r15, 160(%r15)
	lg %r2, 0(%r1)
	la %r3, 8(%r1)
	sllg %r4, %r2, 3
	la %r4, 8(%r4, %r3)
	xc 0(8, %r15), 0(%r15)
	brasl %r14, run
	larl %r1, table
	ag %r1, 0(%r1)
	stg %r1, 168(%r15)
	lmg %r0, %r14, 160(%r15)
	aghi %r15, 320
	br %r1

	.align	8
	.type	run, @function
run:
	stmg	%r6,%r15,48(%r15)
	aghi	%r15,-168
	lgr	%r10,%r3
	lgr	%r11,%r4
	lgr	%r8,%r4
# 70 "cpu.h" 1
	larl %r12, table
# 0 "" 2
	stg	%r2,160(%r15)
.L2:
	lg	%r9,0(%r8)
	ltgr	%r9,%r9
	la	%r8,8(%r8)
	jne	.L2
	lg	%r5,8(%r12)
	ltgr	%r5,%r5
	je	.L29
.L4:
	lghi	%r0,0
	lcgr	%r5,%r5
.L7:
	lg	%r3,16(%r12)
	cgr	%r0,%r3
	jne	.L9
	lg	%r0,48(%r12)
	ltgr	%r0,%r0
	je	.L10
	lghi	%r1,0
	lghi	%r5,0
.L11:
	lg	%r2,0(%r8)
	ltgr	%r2,%r2
	jne	.L14
	lgr	%r6,%r12
	sg	%r6,40(%r12)
	ltgr	%r1,%r1
	lgr	%r13,%r1
	jne	.L30
.L10:
	sllg	%r3,%r3,4
	lg	%r7,24(%r12)
	aghi	%r7,1
	la	%r9,56(%r3,%r12)
.L24:
	brctg	%r7,.L28
	lg	%r4,280(%r15)
	lmg	%r6,%r15,216(%r15)
	br	%r4
.L6:
	cghi	%r2,6
	jne	.L5
	lg	%r5,8(%r1)
.L5:
	la	%r1,16(%r1)
.L3:
	lg	%r2,0(%r1)
	ltgr	%r2,%r2
	jne	.L6
	j	.L4
.L29:
	lgr	%r1,%r8
	lghi	%r5,4096
	j	.L3
.L9:
	sllg	%r1,%r0,4
	lgr	%r2,%r12
	ag	%r2,56(%r1,%r12)
	lgr	%r3,%r2
	ag	%r3,64(%r1,%r12)
	ngr	%r3,%r5
	ngr	%r2,%r5
	cgr	%r3,%r2
	je	.L8
	lghi	%r1,125
	sgr	%r3,%r2
	lghi	%r4,1
# 78 "cpu.h" 1
	svc 0
# 0 "" 2
.L8:
	aghi	%r0,1
	j	.L7
.L14:
	cghi	%r2,3
	jne	.L12
	lg	%r1,8(%r8)
.L13:
	la	%r8,16(%r8)
	j	.L11
.L12:
	cghi	%r2,5
	jne	.L13
	lg	%r5,8(%r8)
	j	.L13
.L19:
	lgr	%r2,%r6
	ag	%r2,16(%r4)
	l	%r7,0(%r4)
	chi	%r7,2
	jne	.L17
	lgr	%r1,%r2
.L18:
	aghi	%r4,56
.L15:
	brctg	%r5,.L19
	ltr	%r8,%r8
	je	.L10
	ltgr	%r1,%r1
	je	.L10
	lgr	%r2,%r1
.L20:
	lg	%r4,0(%r2)
	ltgr	%r4,%r4
	jne	.L22
	ltgr	%r9,%r9
	je	.L10
	lg	%r2,8(%r9)
	ltgr	%r2,%r2
	je	.L10
	cg	%r1,16(%r2)
	jne	.L10
	cg	%r2,40(%r2)
	jne	.L10
	lg	%r1,48(%r2)
	cghi	%r1,0
	jne	.L10
	lg	%r1,56(%r2)
	ltgr	%r1,%r1
	je	.L10
.L23:
	lgr	%r2,%r1
	lg	%r1,8(%r1)
	ltgr	%r1,%r1
	jne	.L23
	agr	%r0,%r12
	stg	%r0,8(%r2)
	j	.L10
.L17:
	chi	%r7,6
	jne	.L18
	xgr	%r2,%r13
	lpgr	%r2,%r2
	aghi	%r2,-1
	srlg	%r8,%r2,63
	j	.L18
.L30:
	lgr	%r4,%r1
	lhi	%r8,0
	lghi	%r1,0
	aghi	%r5,1
	j	.L15
.L22:
	cghi	%r4,21
	jne	.L21
	lg	%r9,8(%r2)
.L21:
	la	%r2,16(%r2)
	j	.L20
.L28:
	lgr	%r6,%r12
	ag	%r6,0(%r9)
	lg	%r1,8(%r9)
	cghi	%r1,0
	jne	.L25
	lgr	%r4,%r11
	lgr	%r3,%r10
	lg	%r2,160(%r15)
	basr	%r14,%r6
.L25:
	lghi	%r8,0
.L26:
	cg	%r8,8(%r9)
	jne	.L27
	la	%r9,16(%r9)
	j	.L24
.L27:
	sllg	%r1,%r8,3
	lgr	%r4,%r11
	lgr	%r3,%r10
	lg	%r2,160(%r15)
	aghi	%r8,1
	lg	%r1,0(%r1,%r6)
	basr	%r14,%r1
	j	.L26
	.size	run, .-run
	.align	8
	.type	fini, @function
fini:
	stmg	%r7,%r15,56(%r15)
# 70 "cpu.h" 1
	larl %r11, table
# 0 "" 2
	lg	%r1,16(%r11)
	ag	%r1,24(%r11)
	sllg	%r1,%r1,4
	lg	%r10,32(%r11)
	aghi	%r15,-160
	aghi	%r10,1
	la	%r12,56(%r1,%r11)
.L54:
	brctg	%r10,.L58
	lg	%r4,272(%r15)
	lmg	%r7,%r15,216(%r15)
	br	%r4
.L58:
	lgr	%r7,%r11
	ag	%r7,0(%r12)
	lg	%r1,8(%r12)
	cghi	%r1,0
	jne	.L55
	basr	%r14,%r7
.L55:
	lg	%r8,8(%r12)
	lg	%r9,8(%r12)
	aghi	%r8,-1
	aghi	%r9,1
.L56:
	brctg	%r9,.L57
	la	%r12,16(%r12)
	j	.L54
.L57:
	sllg	%r1,%r8,3
	aghi	%r8,-1
	lg	%r1,0(%r1,%r7)
	basr	%r14,%r1
	j	.L56
	.size	fini, .-fini
	.align	8
	.type	report, @function
report:
	lgr	%r3,%r2
	lghi	%r4,0
.L62:
	la	%r1,0(%r4,%r3)
	cli	0(%r1),0
	jne	.L63
	lghi	%r1,4
	lghi	%r2,2
# 78 "cpu.h" 1
	svc 0
# 0 "" 2
	lghi	%r1,248
	lghi	%r2,127
	lghi	%r3,0
	lghi	%r4,0
# 78 "cpu.h" 1
	svc 0
# 0 "" 2
	j	.+2
.L63:
	aghi	%r4,1
	j	.L62
	.size	report, .-report
	.balign 16
table:
