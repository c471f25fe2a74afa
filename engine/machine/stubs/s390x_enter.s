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
	.type	call, @function
call:
	stg	%r15,120(%r15)
	aghi	%r15,-208
	lgr	%r1,%r2
	lgr	%r2,%r3
	lgr	%r3,%r4
	lgr	%r4,%r5
	stg	%r5,176(%r15)
	lg	%r5,368(%r15)
	stg	%r5,192(%r15)
	lg	%r5,376(%r15)
	stg	%r2,160(%r15)
	stg	%r3,168(%r15)
	stg	%r6,184(%r15)
	stg	%r5,200(%r15)
	cghi	%r1,90
	jne	.L2
	la	%r2,160(%r15)
.L2:
# 114 "enter_cpu.h" 1
	svc 0
# 0 "" 2
	lg	%r15,328(%r15)
	br	%r14
	.size	call, .-call
	.align	8
	.type	give_up, @function
give_up:
	stmg	%r6,%r15,48(%r15)
	aghi	%r15,-176
	lghi	%r1,0
	lghi	%r6,0
	lghi	%r3,2
	stg	%r1,168(%r15)
	stg	%r1,160(%r15)
	lg	%r5,64(%r2)
	ag	%r2,56(%r2)
	lgr	%r4,%r2
	lghi	%r2,4
	brasl	%r14,call@PLT
	lghi	%r1,0
	stg	%r1,168(%r15)
	stg	%r1,160(%r15)
	lghi	%r4,0
	lghi	%r5,0
	lghi	%r3,127
	lghi	%r2,248
	brasl	%r14,call@PLT
	lg	%r4,288(%r15)
	lmg	%r6,%r15,224(%r15)
	br	%r4
	.size	give_up, .-give_up
	.align	8
	.type	clear, @function
clear:
	lgr	%r1,%r4
	stmg	%r6,%r15,48(%r15)
	lcgr	%r11,%r3
	lgr	%r12,%r2
	lgr	%r2,%r3
	aghi	%r3,-1
	lgr	%r4,%r5
	agr	%r3,%r1
	ngr	%r3,%r11
	aghi	%r4,-1
	agr	%r4,%r2
	lgr	%r2,%r3
	agr	%r4,%r1
	sgr	%r2,%r1
	aghi	%r15,-176
	lgr	%r5,%r6
	ngr	%r4,%r11
	aghi	%r2,1
.L9:
	tmll	%r1,7
	je	.L10
	brctg	%r2,.L11
.L12:
	cgr	%r3,%r4
	je	.L8
	lghi	%r1,0
	stg	%r1,168(%r15)
	lghi	%r1,-1
	stg	%r1,160(%r15)
	sgr	%r4,%r3
	lghi	%r6,50
	lghi	%r2,90
	brasl	%r14,call@PLT
	lghi	%r1,-4096
	clgr	%r2,%r1
	jle	.L8
	lgr	%r2,%r12
	lmg	%r6,%r15,224(%r15)
	jg	give_up@PLT
.L11:
	mvi	0(%r1),0
	aghi	%r1,1
	j	.L9
.L13:
	lghi	%r2,0
	stg	%r2,0(%r1)
	aghi	%r1,8
.L10:
	cgr	%r1,%r3
	jne	.L13
	j	.L12
.L8:
	lg	%r4,288(%r15)
	lmg	%r6,%r15,224(%r15)
	br	%r4
	.size	clear, .-clear
	.align	8
	.type	map_loader, @function
map_loader:
	stmg	%r6,%r15,48(%r15)
	aghi	%r15,-2248
	lghi	%r1,0
	lgr	%r10,%r2
	lgr	%r8,%r3
	lghi	%r6,0
	stg	%r1,168(%r15)
	stg	%r1,160(%r15)
	stg	%r4,192(%r15)
	lgr	%r4,%r2
	ag	%r4,0(%r2)
	llilh	%r5,8
	lghi	%r3,-100
	lghi	%r2,288
	brasl	%r14,call@PLT
	lghi	%r1,-4096
	clgr	%r2,%r1
	lgr	%r9,%r2
	jle	.L22
.L24:
	lgr	%r2,%r10
	brasl	%r14,give_up@PLT
.L23:
	la	%r12,200(%r15)
	ag	%r12,232(%r15)
	llgh	%r3,256(%r15)
	lgr	%r4,%r12
	lghi	%r1,0
	lghi	%r13,-1
	lcgr	%r5,%r8
	aghi	%r3,1
.L25:
	brctg	%r3,.L29
	lgr	%r2,%r8
	aghi	%r2,-1
	agr	%r1,%r2
	lgr	%r4,%r1
	lghi	%r1,0
	ngr	%r4,%r5
	stg	%r1,168(%r15)
	lghi	%r1,-1
	stg	%r2,184(%r15)
	stg	%r1,160(%r15)
	sgr	%r4,%r13
	lghi	%r6,34
	lghi	%r5,0
	lghi	%r3,0
	lghi	%r2,90
	brasl	%r14,call@PLT
	lghi	%r1,-4096
	clgr	%r2,%r1
	lgr	%r11,%r2
	jle	.L30
	lgr	%r2,%r10
	brasl	%r14,give_up@PLT
.L30:
	lghi	%r7,0
	sgr	%r11,%r13
.L31:
	llgh	%r1,256(%r15)
	cgr	%r1,%r7
	jne	.L38
	lghi	%r1,0
	stg	%r1,168(%r15)
	stg	%r1,160(%r15)
	lghi	%r6,0
	lghi	%r4,0
	lgr	%r3,%r9
	lghi	%r5,0
	lghi	%r2,6
	brasl	%r14,call@PLT
	lg	%r1,192(%r15)
	lgr	%r2,%r11
	ag	%r2,224(%r15)
	lg	%r4,2360(%r15)
	stg	%r2,0(%r1)
	lgr	%r2,%r11
	lmg	%r6,%r15,2296(%r15)
	br	%r4
.L22:
	lghi	%r1,0
	lgr	%r3,%r2
	stg	%r1,168(%r15)
	stg	%r1,160(%r15)
	lghi	%r5,2048
	la	%r4,200(%r15)
	lghi	%r2,3
	brasl	%r14,call@PLT
	lgr	%r1,%r2
	aghi	%r1,-64
	lghi	%r3,-4160
	clgr	%r1,%r3
	jh	.L24
	lg	%r3,232(%r15)
	clgr	%r3,%r2
	jh	.L24
	llgh	%r4,256(%r15)
	sllg	%r1,%r4,3
	sgr	%r1,%r4
	sllg	%r1,%r1,3
	sgr	%r2,%r3
	clgr	%r1,%r2
	jh	.L24
	j	.L23
.L29:
	l	%r2,0(%r4)
	chi	%r2,1
	jne	.L26
	lg	%r2,16(%r4)
	clgr	%r2,%r13
	jhe	.L27
	lgr	%r13,%r2
	ngr	%r13,%r5
.L27:
	ag	%r2,40(%r4)
	clgr	%r1,%r2
	jhe	.L26
	lgr	%r1,%r2
.L26:
	aghi	%r4,56
	j	.L25
.L38:
	l	%r1,0(%r12)
	chi	%r1,1
	jne	.L33
	l	%r2,4(%r12)
	lr	%r1,%r2
	lhi	%r3,4
	sll	%r1,2
	nr	%r1,%r3
	lhi	%r3,2
	nr	%r3,%r2
	or	%r1,%r3
	srlg	%r2,%r2,2
	lghi	%r3,1
	ngr	%r2,%r3
	or	%r1,%r2
	lgr	%r13,%r11
	ag	%r13,16(%r12)
	lgfr	%r1,%r1
	lg	%r2,32(%r12)
	stg	%r1,176(%r15)
	ltgr	%r2,%r2
	je	.L35
	lg	%r3,184(%r15)
	ngr	%r3,%r13
	lg	%r1,8(%r12)
	sgr	%r1,%r3
	stg	%r1,168(%r15)
	lgr	%r1,%r13
	sgr	%r1,%r3
	la	%r4,0(%r2,%r3)
	stg	%r9,160(%r15)
	lgr	%r3,%r1
	lghi	%r6,18
	lg	%r5,176(%r15)
	lghi	%r2,90
	brasl	%r14,call@PLT
	lghi	%r1,-4096
	clgr	%r2,%r1
	jle	.L35
	lgr	%r2,%r10
	brasl	%r14,give_up@PLT
.L35:
	lg	%r5,40(%r12)
	lg	%r1,32(%r12)
	clgr	%r5,%r1
	jle	.L33
	lg	%r6,176(%r15)
	sgr	%r5,%r1
	la	%r4,0(%r1,%r13)
	lgr	%r3,%r8
	lgr	%r2,%r10
	brasl	%r14,clear@PLT
.L33:
	aghi	%r7,1
	aghi	%r12,56
	j	.L31
	.size	map_loader, .-map_loader
	.align	8
	.type	enter, @function
enter:
	lg	%r1,0(%r2)
	aghi	%r1,2
	sllg	%r1,%r1,3
	stmg	%r6,%r15,48(%r15)
	aghi	%r15,-224
	lgr	%r12,%r3
	la	%r2,0(%r1,%r2)
	lgr	%r8,%r2
.L42:
	lg	%r1,0(%r8)
	ltgr	%r1,%r1
	la	%r8,8(%r8)
	jne	.L42
	lgr	%r1,%r8
	lghi	%r7,4096
.L43:
	lg	%r2,0(%r1)
	ltgr	%r2,%r2
	jne	.L45
	lgr	%r1,%r7
	aghi	%r1,-1
	lg	%r9,96(%r12)
	stg	%r1,184(%r15)
	lgr	%r1,%r9
	la	%r11,112(%r12)
	aghi	%r1,1
	lgr	%r10,%r11
	lcgr	%r13,%r7
	stg	%r1,176(%r15)
.L46:
	lg	%r1,176(%r15)
	brctg	%r1,.L48
	sllg	%r1,%r9,1
	agr	%r1,%r9
	sllg	%r1,%r1,3
	lg	%r10,104(%r12)
	lgr	%r9,%r10
	aghi	%r9,1
	la	%r11,0(%r1,%r11)
.L49:
	brctg	%r9,.L50
	lgr	%r11,%r12
	lg	%r1,88(%r12)
	sllg	%r1,%r1,3
	ag	%r11,80(%r12)
	lgr	%r9,%r12
	sg	%r9,72(%r12)
	lcgr	%r13,%r7
	la	%r2,0(%r1,%r11)
	stg	%r2,200(%r15)
	srlg	%r1,%r1,3
	sllg	%r2,%r7,1
	stg	%r2,208(%r15)
	aghi	%r1,1
	lghi	%r2,0
	stg	%r2,176(%r15)
	stg	%r1,192(%r15)
.L51:
	lg	%r1,192(%r15)
	brctg	%r1,.L64
	lgr	%r2,%r8
	lghi	%r1,0
.L65:
	lg	%r3,0(%r2)
	ltgr	%r3,%r3
	jne	.L68
	aghi	%r10,1
.L69:
	brctg	%r10,.L71
	lgr	%r1,%r12
	ag	%r1,16(%r12)
	stg	%r1,216(%r15)
	lg	%r1,0(%r12)
	cghi	%r1,0
	lg	%r2,8(%r12)
	jne	.L72
	la	%r2,0(%r2,%r12)
.L74:
	lg	%r1,0(%r8)
	ltgr	%r1,%r1
	jne	.L79
	lg	%r4,336(%r15)
	lg	%r2,216(%r15)
	lmg	%r6,%r15,272(%r15)
	br	%r4
.L45:
	cghi	%r2,6
	jne	.L44
	lg	%r7,8(%r1)
.L44:
	la	%r1,16(%r1)
	j	.L43
.L48:
	stg	%r1,176(%r15)
	lg	%r4,184(%r15)
	lgr	%r1,%r12
	ag	%r1,0(%r10)
	ag	%r4,8(%r10)
	agr	%r4,%r1
	lgr	%r3,%r1
	lghi	%r1,0
	ngr	%r3,%r13
	stg	%r1,168(%r15)
	stg	%r1,160(%r15)
	ngr	%r4,%r13
	sgr	%r4,%r3
	lghi	%r6,0
	lg	%r5,16(%r10)
	lghi	%r2,125
	brasl	%r14,call@PLT
	lghi	%r1,-4096
	clgr	%r2,%r1
	jle	.L47
	lgr	%r2,%r12
	brasl	%r14,give_up@PLT
.L47:
	la	%r10,24(%r10)
	j	.L46
.L50:
	lgr	%r4,%r12
	lg	%r6,16(%r11)
	lg	%r5,8(%r11)
	ag	%r4,0(%r11)
	lgr	%r3,%r7
	lgr	%r2,%r12
	brasl	%r14,clear@PLT
	aghi	%r10,-1
	la	%r11,24(%r11)
	j	.L49
.L64:
	stg	%r1,192(%r15)
	lg	%r1,0(%r11)
	tmll	%r1,1
	jne	.L52
	agr	%r1,%r9
	stg	%r1,184(%r15)
	clg	%r1,176(%r15)
	jl	.L53
	lgr	%r3,%r1
	ngr	%r3,%r13
	lgr	%r4,%r11
.L54:
	la	%r4,8(%r4)
	cg	%r4,200(%r15)
	je	.L57
	lg	%r2,0(%r4)
	tmll	%r2,1
	je	.L55
	aghi	%r1,504
	lgr	%r2,%r1
.L56:
	lgr	%r1,%r2
	j	.L54
.L55:
	lg	%r5,208(%r15)
	agr	%r5,%r1
	agr	%r2,%r9
	ngr	%r5,%r13
	clgr	%r2,%r5
	jl	.L56
.L57:
	agr	%r1,%r7
	ngr	%r1,%r13
	lgr	%r4,%r1
	sgr	%r4,%r3
	stg	%r1,176(%r15)
	clgr	%r7,%r4
	jhe	.L53
	lghi	%r1,0
	stg	%r1,168(%r15)
	stg	%r1,160(%r15)
	lghi	%r6,0
	lghi	%r5,23
	lghi	%r2,150
	brasl	%r14,call@PLT
.L53:
	lg	%r1,184(%r15)
	lg	%r2,184(%r15)
	lgr	%r3,%r9
	ag	%r3,0(%r1)
	la	%r2,8(%r2)
	stg	%r3,0(%r1)
.L60:
	la	%r11,8(%r11)
	j	.L51
.L52:
	srlg	%r1,%r1,1
	lgr	%r3,%r2
.L61:
	ltgr	%r1,%r1
	jne	.L63
	la	%r2,504(%r2)
	j	.L60
.L63:
	tmll	%r1,1
	je	.L62
	lgr	%r4,%r9
	ag	%r4,0(%r3)
	stg	%r4,0(%r3)
.L62:
	srlg	%r1,%r1,1
	la	%r3,8(%r3)
	j	.L61
.L68:
	cghi	%r3,3
	jne	.L66
	lg	%r1,8(%r2)
.L67:
	la	%r2,16(%r2)
	j	.L65
.L66:
	cghi	%r3,5
	jne	.L67
	lg	%r10,8(%r2)
	j	.L67
.L71:
	l	%r2,0(%r1)
	chi	%r2,2
	jne	.L70
	lg	%r2,48(%r12)
	lg	%r3,16(%r1)
	stg	%r3,0(%r2,%r12)
.L70:
	la	%r1,56(%r1)
	j	.L69
.L72:
	la	%r4,216(%r15)
	lgr	%r3,%r7
	lgr	%r2,%r12
	brasl	%r14,map_loader@PLT
	j	.L74
.L79:
	cghi	%r1,3
	jne	.L75
	lgr	%r1,%r12
	ag	%r1,32(%r12)
.L85:
	stg	%r1,8(%r8)
	j	.L76
.L75:
	cghi	%r1,5
	jne	.L77
	lg	%r1,40(%r12)
	j	.L85
.L77:
	cghi	%r1,7
	jne	.L78
	stg	%r2,8(%r8)
.L76:
	la	%r8,16(%r8)
	j	.L74
.L78:
	cghi	%r1,9
	jne	.L76
	lgr	%r1,%r12
	ag	%r1,24(%r12)
	j	.L85
	.size	enter, .-enter
	.balign 16
table:
