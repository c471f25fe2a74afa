# powerpc: next.c, compiled by make-listing and GCC 12; powerpc_next.inc has it assembled.
	.machine ppc
	.section	".text"
	.text
	.type dlsym, %function
dlsym:
	cmpwi 3, -1
	bne 1f
	mflr 0
	stw 0, 4(1)
	stw 1, -8*4(1)
	addi 1, 1, -8*4
	stw 3, 4*4(1)
	stw 4, 5*4(1)
	stw 5, 6*4(1)
	mr 3, 4
	li 4, 0
	mr 5, 0
	bcl 20, 31, 3f
3:	mflr 6
	addi 6, 6, table - 3b
	bl find
	mr 6, 3
	lwz 3, 4*4(1)
	lwz 4, 5*4(1)
	lwz 5, 6*4(1)
	addi 1, 1, 8*4
	lwz 0, 4(1)
	mtlr 0
	cmpwi 6, 0
	bne 2f
1:	mflr 0
	bcl 20, 31, 4f
4:	mflr 11
	mtlr 0
	addi 11, 11, table - 4b
	lwz 12, 0(11)
	add 12, 12, 11
	mtctr 12
	bctr
2:	mr 3, 6
	blr
	.type dlvsym, %function
dlvsym:
	cmpwi 3, -1
	bne 1f
	mflr 0
	stw 0, 4(1)
	stw 1, -8*4(1)
	addi 1, 1, -8*4
	stw 3, 4*4(1)
	stw 4, 5*4(1)
	stw 5, 6*4(1)
	mr 3, 4
	mr 4, 5
	mr 5, 0
	bcl 20, 31, 3f
3:	mflr 6
	addi 6, 6, table - 3b
	bl find
	mr 6, 3
	lwz 3, 4*4(1)
	lwz 4, 5*4(1)
	lwz 5, 6*4(1)
	addi 1, 1, 8*4
	lwz 0, 4(1)
	mtlr 0
	cmpwi 6, 0
	bne 2f
1:	mflr 0
	bcl 20, 31, 4f
4:	mflr 11
	mtlr 0
	addi 11, 11, table - 4b
	lwz 12, 4(11)
	add 12, 12, 11
	mtctr 12
	bctr
2:	mr 3, 6
	blr

	.align 2
	.p2align 4,,15
	.type	is_same, @function
is_same:
	lbz 9,0(3)
	lbz 10,0(4)
	cmpw 0,9,10
	beq 0,.L3
	b .L4
	.p2align 4,,15
.L8:
	lbzu 9,1(3)
	lbzu 10,1(4)
	cmpw 0,9,10
	bne 0,.L4
.L3:
	cmpwi 0,9,0
	bne 0,.L8
	li 3,1
	blr
	.p2align 4,,15
.L4:
	li 3,0
	blr
	.size	is_same,.-is_same
	.align 2
	.p2align 4,,15
	.type	hash_of, @function
hash_of:
	lbz 9,0(3)
	mr 10,3
	li 3,5381
	cmpwi 0,9,0
	beqlr 0
	.p2align 4,,15
.L11:
	mulli 3,3,33
	add 3,9,3
	lbzu 9,1(10)
	cmpwi 0,9,0
	beqlr 0
	mulli 3,3,33
	add 3,9,3
	lbzu 9,1(10)
	cmpwi 0,9,0
	bne 0,.L11
	blr
	.size	hash_of,.-hash_of
	.align 2
	.p2align 4,,15
	.type	part_of, @function
part_of:
	mr 7,3
	lwz 3,16(3)
	cmpwi 0,3,0
	beqlr 0
	andi. 9,3,0x1
	subf 4,7,4
	addi 9,7,24
	li 10,0
	mr 8,3
	bne 0,.L31
.L22:
	srwi 8,8,1
	mtctr 8
	b .L17
	.p2align 4,,15
.L18:
	lwz 8,8(9)
	lwz 6,4(7)
	addi 10,10,1
	addi 9,7,8
	subf 8,8,4
	cmplw 0,8,6
	blt 0,.L29
	addi 10,10,1
	bdz .L32
.L17:
	lwz 8,0(9)
	lwz 6,4(9)
	addi 7,9,8
	subf 8,8,4
	cmplw 0,8,6
	bge 0,.L18
.L29:
	mr 3,10
	blr
	.p2align 4,,15
.L31:
	lwz 6,0(9)
	lwz 5,4(9)
	subf 9,6,4
	cmplw 0,9,5
	blt 0,.L29
	li 10,1
	addi 9,7,32
	cmplw 0,10,3
	bne 0,.L22
	blr
	.p2align 4,,15
.L32:
	blr
	.size	part_of,.-part_of
	.align 2
	.p2align 4,,15
	.type	exported, @function
exported:
	cmpwi 0,5,0
	mr 9,3
	beq 0,.L35
	lwz 10,4(3)
	li 3,0
	add 9,9,10
	mtctr 9
	bctr
	.p2align 4,,15
.L35:
	lwz 10,0(3)
	li 3,0
	add 9,9,10
	mtctr 9
	bctr
	.size	exported,.-exported
	.align 2
	.p2align 4,,15
	.type	value_of, @function
value_of:
	lwz 8,8(4)
	mr 9,3
	cmplwi 0,8,3
	beq 0,.L45
	stwu 1,-16(1)
	cmplwi 0,8,1
	stw 31,12(1)
	lwz 31,24(4)
	beq 0,.L36
	cmplwi 0,8,2
	add 31,31,3
	beq 0,.L46
.L36:
	mr 3,31
	lwz 31,12(1)
	addi 1,1,16
	blr
	.p2align 4,,15
.L46:
	lwz 10,8(3)
	mflr 0
	li 3,16
	stw 0,20(1)
	add 9,9,10
	mtctr 9
	bctrl
	lwz 0,20(1)
	mtctr 31
	lwz 31,12(1)
	addi 1,1,16
	mtlr 0
	bctr
	.p2align 4,,15
.L45:
	cmpwi 0,6,0
	mr 4,5
	beq 0,.L47
	lwz 10,4(3)
	mr 5,6
	li 3,0
	add 9,9,10
	mtctr 9
	bctr
	.p2align 4,,15
.L47:
	lwz 10,0(3)
	li 3,0
	add 9,9,10
	mtctr 9
	bctr
	.size	value_of,.-value_of
	.align 2
	.p2align 4,,15
	.type	find, @function
find:
	lwz 12,16(6)
	cmpwi 0,12,0
	beq 0,.L119
	stwu 1,-32(1)
	andi. 9,12,0x1
	mr 10,12
	stw 30,24(1)
	mr 30,6
	stw 29,20(1)
	addi 29,30,24
	stw 28,16(1)
	stw 31,28(1)
	mr 6,4
	subf 8,30,5
	mr 28,29
	mr 9,29
	li 31,0
	bne 0,.L120
.L93:
	srwi 10,10,1
	mtctr 10
	b .L51
	.p2align 4,,15
.L53:
	lwz 10,8(9)
	lwz 5,4(7)
	addi 31,31,1
	addi 9,7,8
	subf 10,10,8
	cmplw 0,10,5
	blt 0,.L104
	addi 31,31,1
	bdz .L52
.L51:
	lwz 10,0(9)
	lwz 5,4(9)
	addi 7,9,8
	subf 10,10,8
	cmplw 0,10,5
	bge 0,.L53
.L104:
	cmplw 0,12,31
	beq 0,.L52
	stw 27,12(1)
	lbz 5,0(3)
	cmpwi 0,5,0
	beq 0,.L74
	mr 10,3
	li 7,5381
	mr 9,5
	.p2align 5
.L55:
	mulli 7,7,33
	add 7,9,7
	lbzu 9,1(10)
	cmpwi 0,9,0
	bne 0,.L55
.L54:
	lwz 27,20(30)
	slwi 12,12,3
	li 8,0
	add 12,29,12
	mr 10,27
	b .L57
	.p2align 4,,15
.L58:
	lwzx 11,12,11
	cmplw 0,11,7
	blt 0,.L121
	mr 10,9
.L57:
	subf 9,8,10
	cmplw 0,8,10
	srwi 9,9,1
	add 9,9,8
	mulli 11,9,28
	bne 0,.L58
	cmplw 0,10,27
	beq 0,.L59
	mulli 9,10,28
	stw 26,8(1)
	cmpwi 7,6,0
	li 26,0
	add 4,12,9
.L60:
	lwz 9,0(4)
	cmpw 0,9,7
	bne 0,.L67
	lwz 8,16(4)
	lbzx 9,30,8
	add 8,30,8
	cmpw 0,5,9
	bne 0,.L61
	mr 11,3
	b .L63
	.p2align 4,,15
.L122:
	lbzu 9,1(8)
	lbzu 0,1(11)
	cmpw 0,9,0
	bne 0,.L61
.L63:
	cmpwi 0,9,0
	bne 0,.L122
	lwz 9,4(4)
	cmplw 0,9,31
	ble 0,.L78
	bne 7,.L64
	lwz 9,12(4)
	cmpwi 0,9,0
	bne 0,.L78
.L65:
	lwz 26,8(1)
	lwz 27,12(1)
	mr 5,3
	mr 3,30
	lwz 28,16(1)
	lwz 29,20(1)
	lwz 30,24(1)
	lwz 31,28(1)
	addi 1,1,32
	b value_of
	.p2align 4,,15
.L78:
	li 26,1
.L61:
	addi 10,10,1
	addi 4,4,28
	cmplw 0,27,10
	bne 0,.L60
.L67:
	cmpwi 0,26,0
	lwz 26,8(1)
	beq 0,.L59
	lwz 27,12(1)
	.p2align 4,,15
.L52:
	li 3,0
.L48:
	lwz 28,16(1)
	lwz 29,20(1)
	lwz 30,24(1)
	lwz 31,28(1)
	addi 1,1,32
	blr
	.p2align 4,,15
.L121:
	addi 8,9,1
	b .L57
	.p2align 4,,15
.L120:
	lwz 9,0(29)
	lwz 7,4(29)
	subf 9,9,8
	cmplw 0,9,7
	blt 0,.L104
	cmplwi 0,12,1
	li 31,1
	addi 9,30,32
	bne 0,.L93
	b .L52
	.p2align 4,,15
.L64:
	lwz 8,20(4)
	cmpwi 0,8,0
	beq 0,.L65
	lbzx 9,30,8
	lbz 11,0(6)
	add 8,30,8
	cmpw 0,11,9
	bne 0,.L78
	mr 11,6
	b .L66
	.p2align 4,,15
.L123:
	lbzu 9,1(8)
	lbzu 0,1(11)
	cmpw 0,9,0
	bne 0,.L78
.L66:
	cmpwi 0,9,0
	bne 0,.L123
	lwz 26,8(1)
	lwz 27,12(1)
	mr 5,3
	mr 3,30
	lwz 28,16(1)
	lwz 29,20(1)
	lwz 30,24(1)
	lwz 31,28(1)
	addi 1,1,32
	b value_of
.L74:
	li 7,5381
	b .L54
.L59:
	cmpwi 0,6,0
	mflr 0
	stw 0,36(1)
	beq 0,.L124
	lwz 9,4(30)
	mr 4,3
	mr 5,6
	li 3,0
	add 9,30,9
	mtctr 9
	bctrl
.L70:
	lwz 6,16(30)
	cmpwi 0,6,0
	beq 0,.L117
	andi. 9,6,0x1
	mr 10,6
	subf 30,30,3
	li 9,0
	beq 0,.L89
	lwz 8,0(29)
	lwz 7,4(29)
	subf 8,8,30
	cmplw 0,8,7
	blt 0,.L106
	cmplwi 0,6,1
	addi 28,29,8
	li 9,1
	beq 0,.L117
.L89:
	srwi 10,10,1
	mtctr 10
	b .L71
.L72:
	lwz 10,8(28)
	lwz 7,4(8)
	addi 9,9,1
	addi 28,8,8
	subf 10,10,30
	cmplw 0,10,7
	blt 0,.L106
	addi 9,9,1
	bdz .L117
.L71:
	lwz 10,0(28)
	lwz 7,4(28)
	addi 8,28,8
	subf 10,10,30
	cmplw 0,10,7
	bge 0,.L72
.L106:
	cmplw 0,6,9
	beq 0,.L117
	cmplw 0,9,31
	ble 0,.L117
	lwz 0,36(1)
	lwz 27,12(1)
	mtlr 0
	b .L48
.L124:
	lwz 9,0(30)
	mr 4,3
	li 3,0
	add 9,30,9
	mtctr 9
	bctrl
	b .L70
.L117:
	lwz 0,36(1)
	lwz 27,12(1)
	mtlr 0
	b .L52
.L119:
	li 3,0
	blr
	.size	find,.-find
	.balign 16
table:
