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
	lwz 3,8(3)
	cmpwi 0,3,0
	beqlr 0
	andi. 9,3,0x1
	subf 4,7,4
	addi 9,7,16
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
	addi 9,7,24
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
	mr 9,4
	mr 10,3
	mr 4,5
	cmplwi 0,8,3
	beq 0,.L43
	cmplwi 0,8,1
	lwz 3,24(9)
	beqlr 0
	cmplwi 0,8,2
	add 3,10,3
	bnelr 0
	mtctr 3
	bctr
	.p2align 4,,15
.L43:
	cmpwi 0,6,0
	beq 0,.L44
	lwz 9,4(3)
	mr 5,6
	li 3,0
	add 9,10,9
	mtctr 9
	bctr
	.p2align 4,,15
.L44:
	lwz 9,0(3)
	li 3,0
	add 9,10,9
	mtctr 9
	bctr
	.size	value_of,.-value_of
	.align 2
	.p2align 4,,15
	.type	find, @function
find:
	lwz 12,8(6)
	cmpwi 0,12,0
	beq 0,.L126
	stwu 1,-48(1)
	andi. 9,12,0x1
	mr 10,12
	subf 8,6,5
	stw 30,40(1)
	addi 30,6,16
	stw 29,36(1)
	stw 31,44(1)
	mr 29,30
	mr 9,30
	li 31,0
	bne 0,.L127
.L96:
	srwi 10,10,1
	mtctr 10
	b .L48
	.p2align 4,,15
.L50:
	lwz 10,8(9)
	lwz 5,4(7)
	addi 31,31,1
	addi 9,7,8
	subf 10,10,8
	cmplw 0,10,5
	blt 0,.L108
	addi 31,31,1
	bdz .L49
.L48:
	lwz 10,0(9)
	lwz 5,4(9)
	addi 7,9,8
	subf 10,10,8
	cmplw 0,10,5
	bge 0,.L50
.L108:
	cmplw 0,31,12
	beq 0,.L49
	stw 28,32(1)
	lbz 5,0(3)
	cmpwi 0,5,0
	beq 0,.L75
	mr 10,3
	li 7,5381
	mr 9,5
	.p2align 5
.L52:
	mulli 7,7,33
	add 7,9,7
	lbzu 9,1(10)
	cmpwi 0,9,0
	bne 0,.L52
.L51:
	lwz 28,12(6)
	slwi 12,12,3
	li 8,0
	add 12,30,12
	mr 10,28
	b .L54
	.p2align 4,,15
.L55:
	lwzx 11,12,11
	cmplw 0,11,7
	blt 0,.L128
	mr 10,9
.L54:
	subf 9,8,10
	cmplw 0,8,10
	srwi 9,9,1
	add 9,9,8
	mulli 11,9,28
	bne 0,.L55
	cmplw 0,10,28
	beq 0,.L56
	mulli 9,10,28
	stw 27,28(1)
	cmpwi 7,4,0
	li 27,0
	add 12,12,9
.L57:
	lwz 9,0(12)
	cmpw 0,9,7
	bne 0,.L65
	lwz 8,16(12)
	lbzx 9,6,8
	add 8,6,8
	cmpw 0,5,9
	bne 0,.L58
	mr 11,3
	b .L60
	.p2align 4,,15
.L129:
	lbzu 9,1(8)
	lbzu 0,1(11)
	cmpw 0,9,0
	bne 0,.L58
.L60:
	cmpwi 0,9,0
	bne 0,.L129
	lwz 9,4(12)
	cmplw 0,9,31
	ble 0,.L79
	bne 7,.L61
	lwz 9,12(12)
	cmpwi 0,9,0
	bne 0,.L79
	lwz 9,8(12)
	cmplwi 0,9,3
	beq 0,.L130
.L72:
	cmplwi 0,9,1
	lwz 3,24(12)
	beq 0,.L119
	cmplwi 0,9,2
	add 3,6,3
	beq 0,.L131
.L119:
	lwz 27,28(1)
	lwz 28,32(1)
.L45:
	lwz 29,36(1)
	lwz 30,40(1)
	lwz 31,44(1)
	addi 1,1,48
	blr
	.p2align 4,,15
.L79:
	li 27,1
.L58:
	addi 10,10,1
	addi 12,12,28
	cmplw 0,28,10
	bne 0,.L57
.L65:
	cmpwi 0,27,0
	lwz 27,28(1)
	beq 0,.L56
	lwz 28,32(1)
.L49:
	li 3,0
.L132:
	lwz 29,36(1)
	lwz 30,40(1)
	lwz 31,44(1)
	addi 1,1,48
	blr
	.p2align 4,,15
.L128:
	addi 8,9,1
	b .L54
	.p2align 4,,15
.L127:
	lwz 9,0(30)
	lwz 7,4(30)
	subf 9,9,8
	cmplw 0,9,7
	blt 0,.L108
	cmplwi 0,12,1
	li 31,1
	addi 9,6,24
	bne 0,.L96
	li 3,0
	b .L132
	.p2align 4,,15
.L61:
	lwz 8,20(12)
	cmpwi 0,8,0
	beq 0,.L63
	lbzx 9,6,8
	lbz 11,0(4)
	add 8,6,8
	cmpw 0,11,9
	bne 0,.L79
	mr 11,4
	b .L64
	.p2align 4,,15
.L133:
	lbzu 9,1(8)
	lbzu 0,1(11)
	cmpw 0,9,0
	bne 0,.L79
.L64:
	cmpwi 0,9,0
	bne 0,.L133
.L63:
	lwz 9,8(12)
	cmplwi 0,9,3
	bne 0,.L72
	lwz 9,4(6)
	lwz 27,28(1)
	mr 5,4
	mr 4,3
	lwz 28,32(1)
	lwz 29,36(1)
	li 3,0
	add 9,6,9
	lwz 30,40(1)
	lwz 31,44(1)
	addi 1,1,48
	mtctr 9
	bctr
.L131:
	lwz 27,28(1)
	lwz 28,32(1)
	mtctr 3
	lwz 29,36(1)
	lwz 30,40(1)
	lwz 31,44(1)
	addi 1,1,48
	bctr
.L75:
	li 7,5381
	b .L51
.L56:
	cmpwi 0,4,0
	mflr 0
	stw 0,52(1)
	beq 0,.L134
	lwz 9,4(6)
	mr 5,4
	mr 4,3
	li 3,0
	stw 6,8(1)
	add 9,6,9
	mtctr 9
	bctrl
	lwz 6,8(1)
.L68:
	lwz 5,8(6)
	cmpwi 0,5,0
	beq 0,.L124
	andi. 9,5,0x1
	mr 10,5
	subf 6,6,3
	li 9,0
	beq 0,.L92
	lwz 8,0(30)
	lwz 7,4(30)
	subf 8,8,6
	cmplw 0,8,7
	blt 0,.L111
	cmplwi 0,5,1
	addi 29,30,8
	li 9,1
	beq 0,.L124
.L92:
	srwi 10,10,1
	mtctr 10
	b .L69
.L70:
	lwz 10,8(29)
	lwz 7,4(8)
	addi 9,9,1
	addi 29,8,8
	subf 10,10,6
	cmplw 0,10,7
	blt 0,.L111
	addi 9,9,1
	bdz .L124
.L69:
	lwz 10,0(29)
	lwz 7,4(29)
	addi 8,29,8
	subf 10,10,6
	cmplw 0,10,7
	bge 0,.L70
.L111:
	cmplw 0,5,9
	beq 0,.L124
	cmplw 0,9,31
	ble 0,.L124
	lwz 0,52(1)
	lwz 28,32(1)
	mtlr 0
	b .L45
.L134:
	lwz 9,0(6)
	mr 4,3
	li 3,0
	stw 6,8(1)
	add 9,6,9
	mtctr 9
	bctrl
	lwz 6,8(1)
	b .L68
.L124:
	lwz 0,52(1)
	lwz 28,32(1)
	li 3,0
	mtlr 0
	b .L132
.L126:
	li 3,0
	blr
.L130:
	lwz 9,0(6)
	lwz 27,28(1)
	mr 4,3
	li 3,0
	lwz 28,32(1)
	lwz 29,36(1)
	add 9,6,9
	lwz 30,40(1)
	lwz 31,44(1)
	addi 1,1,48
	mtctr 9
	bctr
	.size	find,.-find
	.balign 16
table:
