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
	lg	%r4,16(%r1)
	aghi	%r4,1
.L12:
	brctg	%r4,.L13
	br	%r14
.L13:
	sllg	%r5,%r2,4
	lgr	%r0,%r3
	sg	%r0,32(%r5,%r1)
	clg	%r0,40(%r5,%r1)
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
	l	%r0,8(%r3)
	chi	%r0,3
	jne	.L21
	lgr	%r3,%r4
	lgr	%r4,%r5
	jg	exported@PLT
.L21:
	chi	%r0,1
	lg	%r1,32(%r3)
	je	.L27
	chi	%r0,2
	la	%r1,0(%r1,%r2)
	jne	.L20
	br	%r1
.L20:
	lgr	%r2,%r1
	br	%r14
.L27:
	lgr	%r2,%r1
	br	%r14
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
	lg	%r12,16(%r11)
	cgr	%r12,%r2
	jne	.L32
.L42:
	lghi	%r12,0
.L31:
	lg	%r4,272(%r15)
	lgr	%r2,%r12
	lmg	%r6,%r15,208(%r15)
	br	%r4
.L32:
	lgr	%r7,%r2
	lgr	%r2,%r9
	brasl	%r14,hash_of@PLT
	sllg	%r12,%r12,4
	lg	%r10,24(%r11)
	lr	%r13,%r2
	lgr	%r5,%r10
	lghi	%r2,0
	la	%r3,32(%r12,%r11)
.L35:
	cgr	%r2,%r5
	jne	.L36
	sllg	%r12,%r2,2
	agr	%r12,%r2
	sllg	%r12,%r12,3
	sgr	%r10,%r2
	lhi	%r6,0
	aghi	%r10,1
	la	%r12,0(%r12,%r3)
.L37:
	brctg	%r10,.L41
.L45:
	ltr	%r6,%r6
	jne	.L42
	lgr	%r4,%r8
	lgr	%r3,%r9
	lgr	%r2,%r11
	brasl	%r14,exported@PLT
	lgr	%r3,%r2
	lgr	%r12,%r2
	lgr	%r2,%r11
	brasl	%r14,part_of@PLT
	cg	%r2,16(%r11)
	je	.L42
	clgr	%r7,%r2
	jhe	.L42
	j	.L31
.L36:
	lgr	%r1,%r5
	sgr	%r1,%r2
	srlg	%r1,%r1,1
	agr	%r1,%r2
	sllg	%r4,%r1,2
	agr	%r4,%r1
	sllg	%r4,%r4,3
	cl	%r13,0(%r4,%r3)
	jle	.L46
	aghi	%r1,1
	lgr	%r2,%r1
	j	.L35
.L46:
	lgr	%r5,%r1
	j	.L35
.L39:
	lg	%r1,24(%r12)
	ltgr	%r1,%r1
	je	.L40
	lgr	%r3,%r8
	la	%r2,0(%r1,%r11)
	brasl	%r14,is_same@PLT
	ltr	%r2,%r2
	jne	.L40
.L48:
	lhi	%r6,1
.L38:
	aghi	%r12,40
	j	.L37
.L41:
	c	%r13,0(%r12)
	jne	.L45
	lgr	%r2,%r11
	ag	%r2,16(%r12)
	lgr	%r3,%r9
	brasl	%r14,is_same@PLT
	ltr	%r2,%r2
	je	.L38
	clgf	%r7,4(%r12)
	jhe	.L48
	ltgr	%r8,%r8
	jne	.L39
	icm	%r1,15,12(%r12)
	jne	.L48
.L40:
	lgr	%r5,%r8
	lgr	%r4,%r9
	lgr	%r3,%r12
	lgr	%r2,%r11
	lmg	%r6,%r15,208(%r15)
	jg	value_of@PLT
	.size	find, .-find
	.balign 16
table:
