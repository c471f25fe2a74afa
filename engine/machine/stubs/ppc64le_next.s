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
	ld 3,16(3)
	cmpdi 0,3,0
	beqlr 0
	andi. 9,3,0x1
	subf 4,7,4
	addi 9,7,32
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
	addi 9,7,48
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
	stdu 1,-32(1)
	mr 12,3
	cmplwi 0,10,3
	beq 0,.L45
	cmplwi 0,10,1
	ld 3,32(4)
	beq 0,.L37
	cmplwi 0,10,2
	add 3,12,3
	beq 0,.L46
.L37:
	addi 1,1,32
	blr
	.p2align 4,,15
.L46:
	mflr 0
	std 2,24(1)
	mr 12,3
	mtctr 3
	std 0,48(1)
	bctrl
	ld 2,24(1)
	ld 0,48(1)
	addi 1,1,32
	mtlr 0
	blr
	.p2align 4,,15
.L45:
	mflr 0
	cmpdi 0,6,0
	std 2,24(1)
	mr 4,5
	std 0,48(1)
	beq 0,.L47
	ld 9,8(3)
	mr 5,6
	li 3,0
	add 12,12,9
	mtctr 12
	bctrl
	ld 2,24(1)
	ld 0,48(1)
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
	ld 0,48(1)
	mtlr 0
	b .L37
	.long 0
	.byte 0,0,0,1,128,0,0,0
	.size	value_of,.-value_of
	.align 2
	.p2align 4,,15
	.type	find, @function
find:
	ld 11,16(6)
	cmpdi 0,11,0
	beq 0,.L129
	andi. 9,11,0x1
	std 30,-16(1)
	addi 30,6,32
	std 29,-24(1)
	std 31,-8(1)
	mr 10,11
	stdu 1,-96(1)
	subf 8,6,5
	mr 29,30
	mr 9,30
	li 31,0
	bne 0,.L130
.L99:
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
	blt 0,.L111
	addi 31,31,1
	bdz .L52
.L51:
	ld 10,0(9)
	ld 5,8(9)
	addi 7,9,16
	subf 10,10,8
	cmpld 0,10,5
	bge 0,.L53
.L111:
	cmpld 0,31,11
	beq 0,.L52
	std 28,64(1)
	lbz 5,0(3)
	cmpwi 0,5,0
	beq 0,.L78
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
	ld 28,24(6)
	sldi 11,11,4
	li 8,0
	add 11,30,11
	mr 10,28
	b .L57
	.p2align 4,,15
.L58:
	lwzx 7,11,7
	cmplw 0,7,0
	blt 0,.L131
	mr 10,9
.L57:
	cmpld 0,8,10
	subf 9,8,10
	srdi 9,9,1
	add 9,9,8
	mulli 7,9,40
	bne 0,.L58
	cmpld 0,10,28
	beq 0,.L59
	mulli 9,10,40
	cmpdi 7,4,0
	std 27,56(1)
	li 27,0
	add 12,11,9
.L60:
	lwz 9,0(12)
	cmpw 0,9,0
	bne 0,.L68
	ld 8,16(12)
	lbzx 9,6,8
	add 8,6,8
	cmpw 0,5,9
	bne 0,.L61
	mr 7,3
	b .L63
	.p2align 4,,15
.L132:
	lbzu 9,1(8)
	lbzu 11,1(7)
	cmpw 0,9,11
	bne 0,.L61
.L63:
	cmpwi 0,9,0
	bne 0,.L132
	lwz 9,4(12)
	cmpld 0,9,31
	ble 0,.L82
	bne 7,.L64
	lwz 9,12(12)
	cmpwi 0,9,0
	bne 0,.L82
	lwz 9,8(12)
	cmplwi 0,9,3
	beq 0,.L133
.L75:
	cmplwi 0,9,1
	ld 3,32(12)
	beq 0,.L122
	cmplwi 0,9,2
	add 3,6,3
	beq 0,.L134
.L122:
	ld 27,56(1)
	ld 28,64(1)
.L48:
	addi 1,1,96
	ld 29,-24(1)
	ld 30,-16(1)
	ld 31,-8(1)
	blr
	.p2align 4,,15
.L82:
	li 27,1
.L61:
	addi 10,10,1
	addi 12,12,40
	cmpld 0,28,10
	bne 0,.L60
.L68:
	cmpwi 0,27,0
	ld 27,56(1)
	beq 0,.L59
	ld 28,64(1)
.L52:
	li 3,0
.L135:
	addi 1,1,96
	ld 29,-24(1)
	ld 30,-16(1)
	ld 31,-8(1)
	blr
	.p2align 4,,15
.L131:
	addi 8,9,1
	b .L57
	.p2align 4,,15
.L130:
	ld 9,0(30)
	ld 7,8(30)
	subf 9,9,8
	cmpld 0,9,7
	blt 0,.L111
	cmpldi 0,11,1
	li 31,1
	addi 9,6,48
	bne 0,.L99
	li 3,0
	b .L135
	.p2align 4,,15
.L64:
	ld 8,24(12)
	cmpdi 0,8,0
	beq 0,.L66
	lbzx 9,6,8
	lbz 7,0(4)
	add 8,6,8
	cmpw 0,7,9
	bne 0,.L82
	mr 7,4
	b .L67
	.p2align 4,,15
.L136:
	lbzu 9,1(8)
	lbzu 11,1(7)
	cmpw 0,9,11
	bne 0,.L82
.L67:
	cmpwi 0,9,0
	bne 0,.L136
.L66:
	lwz 9,8(12)
	cmplwi 0,9,3
	bne 0,.L75
	mflr 0
	ld 9,8(6)
	std 2,24(1)
	mr 5,4
	mr 4,3
	li 3,0
	add 12,6,9
	mtctr 12
	std 0,112(1)
	bctrl
	ld 2,24(1)
	ld 0,112(1)
	ld 27,56(1)
	ld 28,64(1)
	mtlr 0
	b .L48
.L134:
	mflr 0
	std 2,24(1)
	mr 12,3
	mtctr 3
	std 0,112(1)
	bctrl
	ld 2,24(1)
	ld 0,112(1)
	ld 27,56(1)
	ld 28,64(1)
	addi 1,1,96
	ld 29,-24(1)
	ld 30,-16(1)
	ld 31,-8(1)
	mtlr 0
	blr
.L78:
	li 0,5381
	b .L54
.L59:
	mflr 0
	cmpdi 0,4,0
	std 2,24(1)
	std 0,112(1)
	beq 0,.L137
	ld 9,8(6)
	mr 5,4
	mr 4,3
	std 6,32(1)
	li 3,0
	add 12,6,9
	mtctr 12
	bctrl
	ld 2,24(1)
	ld 6,32(1)
.L71:
	ld 5,16(6)
	cmpdi 0,5,0
	beq 0,.L127
	andi. 9,5,0x1
	mr 10,5
	subf 6,6,3
	li 9,0
	beq 0,.L95
	ld 8,0(30)
	ld 7,8(30)
	subf 8,8,6
	cmpld 0,8,7
	blt 0,.L114
	cmpldi 0,5,1
	addi 29,30,16
	li 9,1
	beq 0,.L127
.L95:
	srdi 10,10,1
	mtctr 10
	b .L72
.L73:
	ld 10,16(29)
	ld 7,8(8)
	addi 9,9,1
	addi 29,8,16
	subf 10,10,6
	cmpld 0,10,7
	blt 0,.L114
	addi 9,9,1
	bdz .L127
.L72:
	ld 10,0(29)
	ld 7,8(29)
	addi 8,29,16
	subf 10,10,6
	cmpld 0,10,7
	bge 0,.L73
.L114:
	cmpld 0,5,9
	beq 0,.L127
	cmpld 0,9,31
	ble 0,.L127
	ld 0,112(1)
	ld 28,64(1)
	mtlr 0
	b .L48
.L137:
	ld 9,0(6)
	mr 4,3
	li 3,0
	std 6,32(1)
	add 12,6,9
	mtctr 12
	bctrl
	ld 2,24(1)
	ld 6,32(1)
	b .L71
.L127:
	ld 0,112(1)
	ld 28,64(1)
	li 3,0
	mtlr 0
	b .L135
.L129:
	li 3,0
	blr
.L133:
	mflr 0
	ld 9,0(6)
	std 2,24(1)
	mr 4,3
	li 3,0
	add 12,6,9
	mtctr 12
	std 0,112(1)
	bctrl
	ld 2,24(1)
	ld 0,112(1)
	ld 27,56(1)
	ld 28,64(1)
	mtlr 0
	b .L48
	.long 0
	.byte 0,0,0,1,128,5,0,0
	.size	find,.-find
	.balign 16
table:
