# s390x: enter.c, compiled by make-listing and GCC 12; s390x_enter.inc has it assembled.
	.machinemode zarch
	.machine "z900"
.text
	.text
	.type start, %function
start:
	lgr %r2, %r15
	larl %r3, table
	aghi %r15, -160
	brasl %r14, enter
	aghi %r15, 160
	lgr %r1, %r2
	br %r1

	.align	8
	.type	give_up, @function
give_up:
	lgr	%r4,%r2
	lgr	%r3,%r4
	lghi	%r1,4
	lghi	%r2,2
	ag	%r3,48(%r4)
	lg	%r4,56(%r4)
# 73 "enter_cpu.h" 1
	svc 0
# 0 "" 2
	lghi	%r1,248
	lghi	%r2,127
	lghi	%r3,0
	lghi	%r4,0
# 73 "enter_cpu.h" 1
	svc 0
# 0 "" 2
	br	%r14
	.size	give_up, .-give_up
	.align	8
	.type	enter, @function
enter:
	stmg	%r6,%r15,48(%r15)
	lg	%r11,0(%r2)
	aghi	%r11,2
	sllg	%r11,%r11,3
	aghi	%r15,-216
	lgr	%r12,%r3
	la	%r11,0(%r11,%r2)
.L4:
	lg	%r1,0(%r11)
	ltgr	%r1,%r1
	la	%r11,8(%r11)
	jne	.L4
	lgr	%r1,%r11
	lghi	%r10,4096
.L5:
	lg	%r2,0(%r1)
	ltgr	%r2,%r2
	jne	.L7
	lg	%r8,64(%r12)
	lgr	%r1,%r10
	la	%r6,80(%r12)
	aghi	%r1,-1
	lgr	%r7,%r8
	lgr	%r9,%r6
	lcgr	%r13,%r10
	stg	%r1,160(%r15)
	aghi	%r7,1
.L8:
	brctg	%r7,.L10
	sllg	%r9,%r8,1
	agr	%r9,%r8
	sllg	%r9,%r9,3
	lg	%r8,72(%r12)
	lgr	%r7,%r8
	aghi	%r7,1
	la	%r9,0(%r9,%r6)
	lgr	%r6,%r10
	aghi	%r6,-1
	lcgr	%r10,%r10
.L11:
	brctg	%r7,.L20
	lgr	%r2,%r11
	lghi	%r1,0
.L21:
	lg	%r3,0(%r2)
	ltgr	%r3,%r3
	jne	.L24
	aghi	%r8,1
.L25:
	brctg	%r8,.L27
.L28:
	lg	%r1,0(%r11)
	ltgr	%r1,%r1
	jne	.L33
	lgr	%r2,%r12
	lg	%r4,328(%r15)
	ag	%r2,8(%r12)
	lmg	%r6,%r15,264(%r15)
	br	%r4
.L7:
	cghi	%r2,6
	jne	.L6
	lg	%r10,8(%r1)
.L6:
	la	%r1,16(%r1)
	j	.L5
.L10:
	lgr	%r1,%r12
	lg	%r3,160(%r15)
	ag	%r1,0(%r9)
	ag	%r3,8(%r9)
	agr	%r3,%r1
	lgr	%r2,%r1
	ngr	%r2,%r13
	ngr	%r3,%r13
	lghi	%r1,125
	sgr	%r3,%r2
	lg	%r4,16(%r9)
# 73 "enter_cpu.h" 1
	svc 0
# 0 "" 2
	ltgr	%r2,%r2
	je	.L9
	lgr	%r2,%r12
	brasl	%r14,give_up@PLT
.L9:
	la	%r9,24(%r9)
	j	.L8
.L20:
	lgr	%r5,%r12
	ag	%r5,0(%r9)
	lgr	%r2,%r6
	agr	%r2,%r5
	ngr	%r2,%r10
	lgr	%r3,%r6
	ag	%r3,8(%r9)
	lgr	%r1,%r2
	agr	%r3,%r5
	sgr	%r1,%r5
	ngr	%r3,%r10
	aghi	%r1,1
.L12:
	tmll	%r5,7
	je	.L13
	brctg	%r1,.L14
.L15:
	cgr	%r5,%r3
	je	.L18
	lghi	%r1,50
	stg	%r1,192(%r15)
	lghi	%r1,-1
	sgr	%r3,%r5
	lg	%r4,16(%r9)
	stg	%r1,200(%r15)
	lghi	%r1,0
	stg	%r1,208(%r15)
	stg	%r5,168(%r15)
	stg	%r3,176(%r15)
	stg	%r4,184(%r15)
	lghi	%r1,90
	la	%r2,168(%r15)
# 73 "enter_cpu.h" 1
	svc 0
# 0 "" 2
	cgr	%r5,%r2
	je	.L18
	lgr	%r2,%r12
	brasl	%r14,give_up@PLT
.L18:
	aghi	%r8,-1
	la	%r9,24(%r9)
	j	.L11
.L14:
	mvi	0(%r5),0
	aghi	%r5,1
	j	.L12
.L16:
	lghi	%r1,0
	stg	%r1,0(%r5)
	aghi	%r5,8
.L13:
	cgr	%r2,%r5
	jne	.L16
	j	.L15
.L24:
	cghi	%r3,3
	jne	.L22
	lg	%r1,8(%r2)
.L23:
	la	%r2,16(%r2)
	j	.L21
.L22:
	cghi	%r3,5
	jne	.L23
	lg	%r8,8(%r2)
	j	.L23
.L27:
	l	%r2,0(%r1)
	chi	%r2,2
	jne	.L26
	lg	%r2,40(%r12)
	lg	%r3,16(%r1)
	stg	%r3,0(%r2,%r12)
.L26:
	la	%r1,56(%r1)
	j	.L25
.L33:
	cghi	%r1,3
	jne	.L29
	lgr	%r1,%r12
	ag	%r1,24(%r12)
.L41:
	stg	%r1,8(%r11)
.L30:
	la	%r11,16(%r11)
	j	.L28
.L29:
	cghi	%r1,5
	jne	.L31
	lg	%r1,32(%r12)
	j	.L41
.L31:
	cghi	%r1,7
	jne	.L32
	lgr	%r1,%r12
	ag	%r1,0(%r12)
	j	.L41
.L32:
	cghi	%r1,9
	jne	.L30
	lgr	%r1,%r12
	ag	%r1,16(%r12)
	j	.L41
	.size	enter, .-enter
	.balign 16
table:
