# s390x: next.c, compiled by make-listing and GCC 12; s390x_next.inc has it assembled.
	.machinemode zarch
	.machine "z900"
.text
	.text
	.type dlsym, %function
dlsym:
	cghi %r2, -1
	jne 1f
	stmg %r2, %r15, 16(%r15)
	lgr %r2, %r3
	lghi %r3, 0
	lgr %r4, %r14
	larl %r5, table
	aghi %r15, -160
	brasl %r14, find
	lgr %r0, %r2
	lmg %r2, %r15, 176(%r15)
	ltgr %r0, %r0
	jne 2f
1:	larl %r1, table
	ag %r1, 0(%r1)
	br %r1
2:	lgr %r2, %r0
	br %r14
	.type dlvsym, %function
dlvsym:
	cghi %r2, -1
	jne 1f
	stmg %r2, %r15, 16(%r15)
	lgr %r2, %r3
	lgr %r3, %r4
	lgr %r4, %r14
	larl %r5, table
	aghi %r15, -160
	brasl %r14, find
	lgr %r0, %r2
	lmg %r2, %r15, 176(%r15)
	ltgr %r0, %r0
	jne 2f
1:	larl %r1, table
	ag %r1, 8(%r1)
	br %r1
2:	lgr %r2, %r0
	br %r14

	.align	8
	.type	is_same, @function
is_same:
	lghi	%r1,0
.L2:
	llgc	%r5,0(%r1,%r3)
	lr	%r0,%r5
	la	%r5,0(%r1,%r2)
	llgc	%r4,0(%r1,%r2)
	clm	%r0,1,0(%r5)
	je	.L4
	lhi	%r2,0
.L3:
	lgfr	%r2,%r2
	br	%r14
.L4:
	aghi	%r1,1
	ltr	%r4,%r4
	jne	.L2
	lhi	%r2,1
	j	.L3
	.size	is_same, .-is_same
	.align	8
	.type	hash_of, @function
hash_of:
	lhi	%r1,5381
.L8:
	llgc	%r3,0(%r2)
	ltr	%r3,%r3
	jne	.L9
	llgfr	%r2,%r1
	br	%r14
.L9:
	lr	%r4,%r1
	sll	%r4,5
	ar	%r1,%r4
	ar	%r1,%r3
	la	%r2,1(%r2)
	j	.L8
	.size	hash_of, .-hash_of
	.align	8
	.type	part_of, @function
part_of:
	lgr	%r1,%r2
	sgr	%r3,%r1
	lghi	%r2,0
	lg	%r4,32(%r1)
	aghi	%r4,1
.L12:
	brctg	%r4,.L13
	br	%r14
.L13:
	sllg	%r5,%r2,4
	lgr	%r0,%r3
	sg	%r0,48(%r5,%r1)
	clg	%r0,56(%r5,%r1)
	blr	%r14
	aghi	%r2,1
	j	.L12
	.size	part_of, .-part_of
	.align	8
	.type	exported, @function
exported:
	ltgr	%r4,%r4
	lgr	%r1,%r2
	lghi	%r2,0
	jne	.L18
	ag	%r1,0(%r1)
	br	%r1
.L18:
	ag	%r1,8(%r1)
	br	%r1
	.size	exported, .-exported
	.align	8
	.type	value_of, @function
value_of:
	stmg	%r12,%r15,96(%r15)
	l	%r0,8(%r3)
	aghi	%r15,-160
	chi	%r0,3
	jne	.L21
	lgr	%r3,%r4
	lmg	%r12,%r15,256(%r15)
	lgr	%r4,%r5
	jg	exported@PLT
.L21:
	chi	%r0,1
	lg	%r12,32(%r3)
	je	.L20
	chi	%r0,2
	lgr	%r1,%r2
	la	%r12,0(%r12,%r2)
	jne	.L20
	ag	%r1,16(%r2)
	lghi	%r2,16
	basr	%r14,%r1
	lgr	%r1,%r12
	lmg	%r12,%r15,256(%r15)
	br	%r1
.L20:
	lg	%r4,272(%r15)
	lgr	%r2,%r12
	lmg	%r12,%r15,256(%r15)
	br	%r4
	.size	value_of, .-value_of
	.align	8
	.type	find, @function
find:
	stmg	%r6,%r15,48(%r15)
	aghi	%r15,-160
	lgr	%r11,%r5
	lgr	%r9,%r2
	lgr	%r8,%r3
	lgr	%r2,%r5
	lgr	%r3,%r4
	brasl	%r14,part_of@PLT
	lg	%r12,32(%r11)
	cgr	%r12,%r2
	jne	.L29
.L39:
	lghi	%r12,0
.L28:
	lg	%r4,272(%r15)
	lgr	%r2,%r12
	lmg	%r6,%r15,208(%r15)
	br	%r4
.L29:
	lgr	%r7,%r2
	lgr	%r2,%r9
	brasl	%r14,hash_of@PLT
	sllg	%r12,%r12,4
	lg	%r10,40(%r11)
	lr	%r13,%r2
	lgr	%r5,%r10
	lghi	%r2,0
	la	%r3,48(%r12,%r11)
.L32:
	cgr	%r2,%r5
	jne	.L33
	sllg	%r12,%r2,2
	agr	%r12,%r2
	sllg	%r12,%r12,3
	sgr	%r10,%r2
	lhi	%r6,0
	aghi	%r10,1
	la	%r12,0(%r12,%r3)
.L34:
	brctg	%r10,.L38
.L42:
	ltr	%r6,%r6
	jne	.L39
	lgr	%r4,%r8
	lgr	%r3,%r9
	lgr	%r2,%r11
	brasl	%r14,exported@PLT
	lgr	%r3,%r2
	lgr	%r12,%r2
	lgr	%r2,%r11
	brasl	%r14,part_of@PLT
	cg	%r2,32(%r11)
	je	.L39
	clgr	%r7,%r2
	jhe	.L39
	j	.L28
.L33:
	lgr	%r1,%r5
	sgr	%r1,%r2
	srlg	%r1,%r1,1
	agr	%r1,%r2
	sllg	%r4,%r1,2
	agr	%r4,%r1
	sllg	%r4,%r4,3
	cl	%r13,0(%r4,%r3)
	jle	.L43
	aghi	%r1,1
	lgr	%r2,%r1
	j	.L32
.L43:
	lgr	%r5,%r1
	j	.L32
.L36:
	lg	%r1,24(%r12)
	ltgr	%r1,%r1
	je	.L37
	lgr	%r3,%r8
	la	%r2,0(%r1,%r11)
	brasl	%r14,is_same@PLT
	ltr	%r2,%r2
	jne	.L37
.L45:
	lhi	%r6,1
.L35:
	aghi	%r12,40
	j	.L34
.L38:
	c	%r13,0(%r12)
	jne	.L42
	lgr	%r2,%r11
	ag	%r2,16(%r12)
	lgr	%r3,%r9
	brasl	%r14,is_same@PLT
	ltr	%r2,%r2
	je	.L35
	clgf	%r7,4(%r12)
	jhe	.L45
	ltgr	%r8,%r8
	jne	.L36
	icm	%r1,15,12(%r12)
	jne	.L45
.L37:
	lgr	%r5,%r8
	lgr	%r4,%r9
	lgr	%r3,%r12
	lgr	%r2,%r11
	lmg	%r6,%r15,208(%r15)
	jg	value_of@PLT
	.size	find, .-find
	.balign 16
table:
