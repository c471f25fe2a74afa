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
# 100 "enter_cpu.h" 1
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
	stmg	%r6,%r15,48(%r15)
	lg	%r11,0(%r2)
	aghi	%r11,2
	sllg	%r11,%r11,3
	aghi	%r15,-200
	lgr	%r12,%r3
	la	%r11,0(%r11,%r2)
.L42:
	lg	%r1,0(%r11)
	ltgr	%r1,%r1
	la	%r11,8(%r11)
	jne	.L42
	lgr	%r1,%r11
	lghi	%r10,4096
.L43:
	lg	%r2,0(%r1)
	ltgr	%r2,%r2
	jne	.L45
	la	%r1,112(%r12)
	stg	%r1,176(%r15)
	lg	%r8,96(%r12)
	lgr	%r9,%r1
	lgr	%r1,%r10
	aghi	%r1,-1
	lgr	%r7,%r8
	lcgr	%r13,%r10
	stg	%r1,184(%r15)
	aghi	%r7,1
.L46:
	brctg	%r7,.L48
	sllg	%r1,%r8,1
	agr	%r1,%r8
	sllg	%r1,%r1,3
	lg	%r9,176(%r15)
	lg	%r8,104(%r12)
	aghi	%r8,1
	la	%r9,0(%r1,%r9)
.L49:
	brctg	%r8,.L50
	lg	%r2,88(%r12)
	lgr	%r0,%r12
	lgr	%r9,%r12
	lgr	%r5,%r2
	sg	%r0,72(%r12)
	ag	%r9,80(%r12)
	lghi	%r3,0
	aghi	%r5,1
.L51:
	brctg	%r5,.L57
	lgr	%r3,%r11
	lghi	%r1,0
.L58:
	lg	%r4,0(%r3)
	ltgr	%r4,%r4
	jne	.L61
	aghi	%r2,1
.L62:
	brctg	%r2,.L64
	lgr	%r1,%r12
	ag	%r1,16(%r12)
	stg	%r1,192(%r15)
	lg	%r1,0(%r12)
	cghi	%r1,0
	lg	%r2,8(%r12)
	jne	.L65
	la	%r2,0(%r2,%r12)
.L67:
	lg	%r1,0(%r11)
	ltgr	%r1,%r1
	jne	.L72
	lg	%r4,312(%r15)
	lg	%r2,192(%r15)
	lmg	%r6,%r15,248(%r15)
	br	%r4
.L45:
	cghi	%r2,6
	jne	.L44
	lg	%r10,8(%r1)
.L44:
	la	%r1,16(%r1)
	j	.L43
.L48:
	lg	%r4,184(%r15)
	lgr	%r1,%r12
	ag	%r1,0(%r9)
	ag	%r4,8(%r9)
	agr	%r4,%r1
	lgr	%r3,%r1
	lghi	%r1,0
	ngr	%r3,%r13
	stg	%r1,168(%r15)
	stg	%r1,160(%r15)
	ngr	%r4,%r13
	sgr	%r4,%r3
	lghi	%r6,0
	lg	%r5,16(%r9)
	lghi	%r2,125
	brasl	%r14,call@PLT
	lghi	%r1,-4096
	clgr	%r2,%r1
	jle	.L47
	lgr	%r2,%r12
	brasl	%r14,give_up@PLT
.L47:
	la	%r9,24(%r9)
	j	.L46
.L50:
	lgr	%r4,%r12
	lg	%r6,16(%r9)
	lg	%r5,8(%r9)
	ag	%r4,0(%r9)
	lgr	%r3,%r10
	lgr	%r2,%r12
	brasl	%r14,clear@PLT
	la	%r9,24(%r9)
	j	.L49
.L57:
	lg	%r1,0(%r9)
	tmll	%r1,1
	jne	.L52
	agr	%r1,%r0
	lgr	%r4,%r0
	ag	%r4,0(%r1)
	la	%r3,8(%r1)
	stg	%r4,0(%r1)
.L53:
	aghi	%r2,-1
	la	%r9,8(%r9)
	j	.L51
.L52:
	srlg	%r1,%r1,1
	lgr	%r4,%r3
.L54:
	ltgr	%r1,%r1
	jne	.L56
	la	%r3,504(%r3)
	j	.L53
.L56:
	tmll	%r1,1
	je	.L55
	lgr	%r8,%r0
	ag	%r8,0(%r4)
	stg	%r8,0(%r4)
.L55:
	srlg	%r1,%r1,1
	la	%r4,8(%r4)
	j	.L54
.L61:
	cghi	%r4,3
	jne	.L59
	lg	%r1,8(%r3)
.L60:
	la	%r3,16(%r3)
	j	.L58
.L59:
	cghi	%r4,5
	jne	.L60
	lg	%r2,8(%r3)
	j	.L60
.L64:
	l	%r3,0(%r1)
	chi	%r3,2
	jne	.L63
	lg	%r3,48(%r12)
	lg	%r4,16(%r1)
	stg	%r4,0(%r3,%r12)
.L63:
	la	%r1,56(%r1)
	j	.L62
.L65:
	la	%r4,192(%r15)
	lgr	%r3,%r10
	lgr	%r2,%r12
	brasl	%r14,map_loader@PLT
	j	.L67
.L72:
	cghi	%r1,3
	jne	.L68
	lgr	%r1,%r12
	ag	%r1,32(%r12)
.L78:
	stg	%r1,8(%r11)
	j	.L69
.L68:
	cghi	%r1,5
	jne	.L70
	lg	%r1,40(%r12)
	j	.L78
.L70:
	cghi	%r1,7
	jne	.L71
	stg	%r2,8(%r11)
.L69:
	la	%r11,16(%r11)
	j	.L67
.L71:
	cghi	%r1,9
	jne	.L69
	lgr	%r1,%r12
	ag	%r1,24(%r12)
	j	.L78
	.size	enter, .-enter
	.balign 16
table:
