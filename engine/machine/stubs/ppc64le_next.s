# ppc64le: next.c, compiled by make-listing and GCC 12; ppc64le_next.inc has it assembled.
	.machine power8
	.abiversion 2
	.section	".text"
	.text
	.type dlsym, %function
dlsym:
	cmpdi 3, -1
	bne 1f
	mflr 0
	std 0, 16(1)
	std 1, -8*8(1)
	addi 1, 1, -8*8
	std 3, 4*8(1)
	std 4, 5*8(1)
	std 5, 6*8(1)
	mr 3, 4
	li 4, 0
	mr 5, 0
	bcl 20, 31, 3f
3:	mflr 6
	addi 6, 6, table - 3b
	bl find
	mr 6, 3
	ld 3, 4*8(1)
	ld 4, 5*8(1)
	ld 5, 6*8(1)
	addi 1, 1, 8*8
	ld 0, 16(1)
	mtlr 0
	cmpdi 6, 0
	bne 2f
1:	mflr 0
	bcl 20, 31, 4f
4:	mflr 11
	mtlr 0
	addi 11, 11, table - 4b
	ld 12, 0(11)
	add 12, 12, 11
	mtctr 12
	bctr
2:	mr 3, 6
	blr
	.type dlvsym, %function
dlvsym:
	cmpdi 3, -1
	bne 1f
	mflr 0
	std 0, 16(1)
	std 1, -8*8(1)
	addi 1, 1, -8*8
	std 3, 4*8(1)
	std 4, 5*8(1)
	std 5, 6*8(1)
	mr 3, 4
	mr 4, 5
	mr 5, 0
	bcl 20, 31, 3f
3:	mflr 6
	addi 6, 6, table - 3b
	bl find
	mr 6, 3
	ld 3, 4*8(1)
	ld 4, 5*8(1)
	ld 5, 6*8(1)
	addi 1, 1, 8*8
	ld 0, 16(1)
	mtlr 0
	cmpdi 6, 0
	bne 2f
1:	mflr 0
	bcl 20, 31, 4f
4:	mflr 11
	mtlr 0
	addi 11, 11, table - 4b
	ld 12, 8(11)
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
	extsw 3,3
	blr
	.p2align 4,,15
.L4:
	li 3,0
	extsw 3,3
	blr
	.long 0
	.byte 0,0,0,0,0,0,0,0
	.size	is_same,.-is_same
	.align 2
	.p2align 4,,15
	.type	hash_of, @function
hash_of:
	lbz 10,0(3)
	li 9,5381
	cmpwi 0,10,0
	beq 0,.L10
	.p2align 5
.L11:
	slwi 8,9,5
	add 9,8,9
	add 9,10,9
	lbzu 10,1(3)
	cmpwi 0,10,0
	bne 0,.L11
.L10:
	rldicl 3,9,0,32
	blr
	.long 0
	.byte 0,0,0,0,0,0,0,0
	.size	hash_of,.-hash_of
	.align 2
	.p2align 4,,15
	.type	part_of, @function
part_of:
	mr 7,3
	ld 3,32(3)
	cmpdi 0,3,0
	beqlr 0
	andi. 9,3,0x1
	subf 4,7,4
	addi 9,7,48
	li 10,0
	mr 8,3
	bne 0,.L30
.L21:
	srdi 8,8,1
	mtctr 8
	b .L16
	.p2align 4,,15
.L17:
	ld 8,16(9)
	ld 6,8(7)
	addi 10,10,1
	addi 9,7,16
	subf 8,8,4
	cmpld 0,8,6
	blt 0,.L28
	addi 10,10,1
	bdz .L31
.L16:
	ld 8,0(9)
	ld 6,8(9)
	addi 7,9,16
	subf 8,8,4
	cmpld 0,8,6
	bge 0,.L17
.L28:
	mr 3,10
	blr
	.p2align 4,,15
.L30:
	ld 6,0(9)
	ld 5,8(9)
	subf 9,6,4
	cmpld 0,9,5
	blt 0,.L28
	li 10,1
	addi 9,7,64
	cmpld 0,10,3
	bne 0,.L21
	blr
	.p2align 4,,15
.L31:
	blr
	.long 0
	.byte 0,0,0,0,0,0,0,0
	.size	part_of,.-part_of
	.align 2
	.p2align 4,,15
	.type	exported, @function
exported:
	mflr 0
	cmpdi 0,5,0
	mr 12,3
	std 0,16(1)
	stdu 1,-32(1)
	std 2,24(1)
	beq 0,.L36
	ld 9,8(3)
	li 3,0
	add 12,12,9
	mtctr 12
	bctrl
	ld 2,24(1)
	addi 1,1,32
	ld 0,16(1)
	mtlr 0
	blr
	.p2align 4,,15
.L36:
	ld 9,0(3)
	li 3,0
	add 12,12,9
	mtctr 12
	bctrl
	ld 2,24(1)
	addi 1,1,32
	ld 0,16(1)
	mtlr 0
	blr
	.long 0
	.byte 0,0,0,1,128,0,0,0
	.size	exported,.-exported
	.align 2
	.p2align 4,,15
	.type	value_of, @function
value_of:
	lwz 10,8(4)
	std 31,-8(1)
	mr 12,3
	stdu 1,-48(1)
	cmplwi 0,10,3
	beq 0,.L45
	cmplwi 0,10,1
	ld 31,32(4)
	beq 0,.L37
	cmplwi 0,10,2
	add 31,31,3
	beq 0,.L46
.L37:
	addi 1,1,48
	mr 3,31
	ld 31,-8(1)
	blr
	.p2align 4,,15
.L46:
	mflr 0
	ld 9,16(3)
	std 2,24(1)
	li 3,16
	add 12,12,9
	mtctr 12
	std 0,64(1)
	bctrl
	ld 2,24(1)
	mtctr 31
	mr 12,31
	bctrl
	ld 2,24(1)
	ld 0,64(1)
	addi 1,1,48
	mr 31,3
	mtlr 0
	mr 3,31
	ld 31,-8(1)
	blr
	.p2align 4,,15
.L45:
	mflr 0
	cmpdi 0,6,0
	std 2,24(1)
	mr 4,5
	std 0,64(1)
	beq 0,.L47
	ld 9,8(3)
	mr 5,6
	li 3,0
	add 12,12,9
	mtctr 12
	bctrl
	ld 2,24(1)
	ld 0,64(1)
	mr 31,3
	mtlr 0
	b .L37
	.p2align 4,,15
.L47:
	ld 9,0(3)
	li 3,0
	add 12,12,9
	mtctr 12
	bctrl
	ld 2,24(1)
	ld 0,64(1)
	mr 31,3
	mtlr 0
	b .L37
	.long 0
	.byte 0,0,0,1,128,1,0,0
	.size	value_of,.-value_of
	.align 2
	.p2align 4,,15
	.type	find, @function
find:
	ld 11,32(6)
	cmpdi 0,11,0
	beq 0,.L119
	andi. 9,11,0x1
	std 30,-16(1)
	mr 30,6
	std 29,-24(1)
	addi 29,30,48
	std 28,-32(1)
	std 31,-8(1)
	mr 6,4
	stdu 1,-80(1)
	mr 10,11
	subf 8,30,5
	mr 28,29
	mr 9,29
	li 31,0
	bne 0,.L120
.L93:
	srdi 10,10,1
	mtctr 10
	b .L51
	.p2align 4,,15
.L53:
	ld 10,16(9)
	ld 5,8(7)
	addi 31,31,1
	addi 9,7,16
	subf 10,10,8
	cmpld 0,10,5
	blt 0,.L104
	addi 31,31,1
	bdz .L52
.L51:
	ld 10,0(9)
	ld 5,8(9)
	addi 7,9,16
	subf 10,10,8
	cmpld 0,10,5
	bge 0,.L53
.L104:
	cmpld 0,11,31
	beq 0,.L52
	lbz 5,0(3)
	cmpwi 0,5,0
	beq 0,.L74
	mr 8,3
	li 0,5381
	mr 10,5
	.p2align 5
.L55:
	slwi 9,0,5
	add 9,9,0
	add 0,10,9
	lbzu 10,1(8)
	cmpwi 0,10,0
	bne 0,.L55
.L54:
	ld 12,40(30)
	sldi 11,11,4
	li 8,0
	add 11,29,11
	mr 10,12
	b .L57
	.p2align 4,,15
.L58:
	lwzx 7,11,7
	cmplw 0,7,0
	blt 0,.L121
	mr 10,9
.L57:
	cmpld 0,8,10
	subf 9,8,10
	srdi 9,9,1
	add 9,9,8
	mulli 7,9,40
	bne 0,.L58
	cmpld 0,10,12
	beq 0,.L59
	mulli 9,10,40
	cmpdi 7,6,0
	std 27,40(1)
	li 27,0
	add 4,11,9
.L60:
	lwz 9,0(4)
	cmpw 0,9,0
	bne 0,.L67
	ld 8,16(4)
	lbzx 9,30,8
	add 8,30,8
	cmpw 0,5,9
	bne 0,.L61
	mr 7,3
	b .L63
	.p2align 4,,15
.L122:
	lbzu 9,1(8)
	lbzu 11,1(7)
	cmpw 0,9,11
	bne 0,.L61
.L63:
	cmpwi 0,9,0
	bne 0,.L122
	lwz 9,4(4)
	cmpld 0,9,31
	ble 0,.L78
	bne 7,.L64
	lwz 9,12(4)
	cmpwi 0,9,0
	bne 0,.L78
.L65:
	ld 27,40(1)
	addi 1,1,80
	mr 5,3
	mr 3,30
	ld 28,-32(1)
	ld 29,-24(1)
	ld 30,-16(1)
	ld 31,-8(1)
	b value_of
	.p2align 4,,15
.L78:
	li 27,1
.L61:
	addi 10,10,1
	addi 4,4,40
	cmpld 0,12,10
	bne 0,.L60
.L67:
	cmpwi 0,27,0
	ld 27,40(1)
	beq 0,.L59
	.p2align 4,,15
.L52:
	li 3,0
.L48:
	addi 1,1,80
	ld 28,-32(1)
	ld 29,-24(1)
	ld 30,-16(1)
	ld 31,-8(1)
	blr
	.p2align 4,,15
.L121:
	addi 8,9,1
	b .L57
	.p2align 4,,15
.L120:
	ld 9,0(29)
	ld 7,8(29)
	subf 9,9,8
	cmpld 0,9,7
	blt 0,.L104
	cmpldi 0,11,1
	li 31,1
	addi 9,30,64
	bne 0,.L93
	b .L52
	.p2align 4,,15
.L64:
	ld 8,24(4)
	cmpdi 0,8,0
	beq 0,.L65
	lbzx 9,30,8
	lbz 7,0(6)
	add 8,30,8
	cmpw 0,7,9
	bne 0,.L78
	mr 7,6
	b .L66
	.p2align 4,,15
.L123:
	lbzu 9,1(8)
	lbzu 11,1(7)
	cmpw 0,9,11
	bne 0,.L78
.L66:
	cmpwi 0,9,0
	bne 0,.L123
	ld 27,40(1)
	addi 1,1,80
	mr 5,3
	mr 3,30
	ld 28,-32(1)
	ld 29,-24(1)
	ld 30,-16(1)
	ld 31,-8(1)
	b value_of
.L59:
	mflr 0
	cmpdi 0,6,0
	std 2,24(1)
	std 0,96(1)
	beq 0,.L124
	ld 9,8(30)
	mr 4,3
	mr 5,6
	li 3,0
	add 12,30,9
	mtctr 12
	bctrl
	ld 2,24(1)
.L70:
	ld 6,32(30)
	cmpdi 0,6,0
	beq 0,.L117
	andi. 9,6,0x1
	mr 10,6
	subf 30,30,3
	li 9,0
	beq 0,.L89
	ld 8,0(29)
	ld 7,8(29)
	subf 8,8,30
	cmpld 0,8,7
	blt 0,.L106
	cmpldi 0,6,1
	addi 28,29,16
	li 9,1
	beq 0,.L117
.L89:
	srdi 10,10,1
	mtctr 10
	b .L71
.L72:
	ld 10,16(28)
	ld 7,8(8)
	addi 9,9,1
	addi 28,8,16
	subf 10,10,30
	cmpld 0,10,7
	blt 0,.L106
	addi 9,9,1
	bdz .L117
.L71:
	ld 10,0(28)
	ld 7,8(28)
	addi 8,28,16
	subf 10,10,30
	cmpld 0,10,7
	bge 0,.L72
.L106:
	cmpld 0,6,9
	beq 0,.L117
	cmpld 0,9,31
	ble 0,.L117
	ld 0,96(1)
	mtlr 0
	b .L48
.L74:
	li 0,5381
	b .L54
.L124:
	ld 9,0(30)
	mr 4,3
	li 3,0
	add 12,30,9
	mtctr 12
	bctrl
	ld 2,24(1)
	b .L70
.L117:
	ld 0,96(1)
	mtlr 0
	b .L52
.L119:
	li 3,0
	blr
	.long 0
	.byte 0,0,0,1,128,5,0,0
	.size	find,.-find
	.balign 16
table:
