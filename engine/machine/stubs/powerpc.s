# powerpc: start.c and cpu.h, compiled by make-listing and GCC 12; powerpc.inc has it assembled.
	.machine ppc
	.section	".text"
	.text
	.type start, %function
start:
	mr 11, 1
	stw 1, -128(1)
	addi 1, 1, -128
	stw 3, 12*4(1)
	stw 4, 13*4(1)
	stw 5, 14*4(1)
	stw 6, 15*4(1)
	stw 7, 16*4(1)
	stw 8, 17*4(1)
	stw 9, 18*4(1)
	stw 10, 19*4(1)
	stw 2, 20*4(1)
	lwz 0, 0(11)
	cmpwi 0, 0
	beq 2f
	mr 3, 0
	addi 4, 11, 4
	slwi 5, 3, 2
	add 5, 5, 4
	addi 5, 5, 4
2:	bl run
	bcl 20, 31, 1f
1:	mflr 11
	addi 11, 11, table - 1b
	lwz 12, 0(11)
	add 12, 12, 11
	mtctr 12
	lwz 3, 12*4(1)
	lwz 4, 13*4(1)
	lwz 5, 14*4(1)
	lwz 6, 15*4(1)
	lwz 7, 16*4(1)
	lwz 8, 17*4(1)
	lwz 9, 18*4(1)
	lwz 10, 19*4(1)
	lwz 2, 20*4(1)
	addi 1, 1, 128
	bctr

	.align 2
	.p2align 4,,15
	.type	run, @function
run:
	stwu 1,-48(1)
	lwz 9,0(5)
	mflr 0
	cmpwi 0,9,0
	stw 23,12(1)
	stw 25,20(1)
	stw 26,24(1)
	stw 27,28(1)
	stw 28,32(1)
	stw 0,52(1)
	stw 22,8(1)
	stw 24,16(1)
	stw 29,36(1)
	stw 30,40(1)
	stw 31,44(1)
	mr 28,5
	mr 27,3
	mr 26,4
	mr 23,5
 # 140 "cpu.h" 1
	bcl 20, 31, 1f
1:	mflr 25
	addi 25, 25, table - 1b
 # 0 "" 2
	beq 0,.L2
	.p2align 4,,15
.L3:
	lwzu 9,4(23)
	cmpwi 0,9,0
	bne 0,.L3
.L2:
	lwz 24,4(25)
	addi 22,23,4
	cmpwi 0,24,0
	bne 0,.L4
	lwz 9,4(23)
	cmpwi 0,9,0
	beq 0,.L27
	mr 10,22
	li 24,4096
	.p2align 5
.L6:
	cmplwi 0,9,6
	bne 0,.L5
	lwz 24,4(10)
.L5:
	lwzu 9,8(10)
	cmpwi 0,9,0
	bne 0,.L6
.L4:
	lwz 9,8(25)
	addi 29,25,28
	cmpwi 0,9,0
	mr 30,9
	beq 0,.L7
	neg 24,24
	mr 31,29
	li 30,0
	.p2align 4,,15
.L9:
	lwz 3,0(31)
	lwz 4,4(31)
	li 0,125
	li 5,1
	add 3,25,3
	add 4,3,4
	and 3,24,3
	and 4,4,24
	cmplw 0,4,3
	subf 4,3,4
	beq 0,.L8
 # 148 "cpu.h" 1
	sc
 # 0 "" 2
	lwz 9,8(25)
.L8:
	addi 30,30,1
	addi 31,31,8
	cmplw 0,30,9
	bne 0,.L9
	slwi 30,30,3
.L7:
	lwz 6,24(25)
	cmpwi 0,6,0
	bne 0,.L74
.L10:
	lwz 24,12(25)
	add 29,29,30
	cmpwi 0,24,0
	beq 0,.L1
	.p2align 4,,15
.L22:
	lwz 9,4(29)
	lwz 31,0(29)
	cmpwi 0,9,0
	add 31,25,31
	bne 0,.L21
	mr 5,28
	mr 4,26
	mr 3,27
	mtctr 31
	bctrl
	lwz 9,4(29)
	cmpwi 0,9,0
	beq 0,.L25
.L21:
	li 30,0
	.p2align 4,,15
.L24:
	lwz 9,0(31)
	mr 5,28
	mr 4,26
	mr 3,27
	addi 30,30,1
	mtctr 9
	addi 31,31,4
	bctrl
	lwz 9,4(29)
	cmpw 0,9,30
	bne 0,.L24
.L25:
	addic. 24,24,-1
	addi 29,29,8
	bne 0,.L22
.L1:
	lwz 0,52(1)
	lwz 22,8(1)
	lwz 23,12(1)
	lwz 24,16(1)
	lwz 25,20(1)
	lwz 26,24(1)
	mtlr 0
	lwz 27,28(1)
	lwz 28,32(1)
	lwz 29,36(1)
	lwz 30,40(1)
	lwz 31,44(1)
	addi 1,1,48
	blr
.L74:
	lwz 9,4(23)
	cmpwi 0,9,0
	beq 0,.L10
	li 10,0
	li 7,0
	b .L13
	.p2align 4,,15
.L11:
	bne 7,.L12
	lwz 10,4(22)
.L12:
	lwzu 9,8(22)
	cmpwi 0,9,0
	beq 0,.L75
.L13:
	cmplwi 0,9,3
	cmplwi 7,9,5
	bne 0,.L11
	lwz 7,4(22)
	lwzu 9,8(22)
	cmpwi 0,9,0
	bne 0,.L13
.L75:
	cmpwi 0,7,0
	lwz 5,20(25)
	subf 5,5,25
	beq 0,.L10
	cmpwi 0,10,0
	beq 0,.L10
	mtctr 10
	li 3,0
	mr 10,7
	li 4,0
	b .L16
	.p2align 4,,15
.L14:
	bne 7,.L15
	cntlzw 8,8
	srwi 3,8,5
.L15:
	addi 10,10,32
	bdz .L76
.L16:
	lwz 8,0(10)
	lwz 9,8(10)
	cmplwi 0,8,2
	add 9,5,9
	cmplwi 7,8,6
	xor 8,7,9
	bne 0,.L14
	mr 4,9
	addi 10,10,32
	bdnz .L16
.L76:
	cmpwi 0,3,0
	beq 0,.L10
	cmpwi 0,4,0
	beq 0,.L10
	lwz 9,0(4)
	cmpwi 0,9,0
	beq 0,.L10
	mr 10,4
	li 8,0
	.p2align 5
.L18:
	cmpwi 0,9,21
	bne 0,.L17
	lwz 8,4(10)
.L17:
	lwzu 9,8(10)
	cmpwi 0,9,0
	bne 0,.L18
	cmpwi 0,8,0
	beq 0,.L10
	lwz 9,4(8)
	cmpwi 0,9,0
	beq 0,.L10
	lwz 10,8(9)
	cmpw 0,4,10
	bne 0,.L10
	lwz 10,20(9)
	cmpw 0,9,10
	bne 0,.L10
	lwz 10,24(9)
	cmpwi 0,10,0
	bne 0,.L10
	lwz 9,28(9)
	cmpwi 0,9,0
	beq 0,.L10
	.p2align 4,,15
.L19:
	mr 10,9
	lwz 9,4(9)
	cmpwi 0,9,0
	bne 0,.L19
	add 6,6,25
	stw 6,4(10)
	b .L10
.L27:
	li 24,4096
	b .L4
	.size	run,.-run
	.align 2
	.p2align 4,,15
	.type	fini, @function
fini:
	stwu 1,-32(1)
	mflr 0
	stw 26,8(1)
	stw 27,12(1)
 # 140 "cpu.h" 1
	bcl 20, 31, 1f
1:	mflr 26
	addi 26, 26, table - 1b
 # 0 "" 2
	lwz 27,16(26)
	lwz 9,8(26)
	lwz 10,12(26)
	stw 28,16(1)
	addi 28,26,28
	cmpwi 0,27,0
	stw 0,36(1)
	add 9,9,10
	slwi 9,9,3
	add 28,28,9
	beq 0,.L77
	stw 29,20(1)
	stw 30,24(1)
	stw 31,28(1)
	.p2align 4,,15
.L80:
	lwz 9,4(28)
	lwz 31,0(28)
	cmpwi 0,9,0
	add 31,26,31
	bne 0,.L79
	mtctr 31
	bctrl
	lwz 9,4(28)
	cmpwi 0,9,0
	beq 0,.L83
.L79:
	slwi 10,9,2
	andi. 8,9,0x1
	addi 10,10,-4
	addi 29,9,-1
	add 30,10,31
	beq 0,.L82
	lwzx 9,10,31
	addi 30,30,-4
	mtctr 9
	bctrl
	mr. 9,29
	beq 0,.L83
	.p2align 4,,15
.L82:
	lwz 10,0(30)
	addi 31,9,-1
	addi 30,30,-8
	mtctr 10
	bctrl
	lwz 9,4(30)
	mtctr 9
	bctrl
	addic. 9,31,-1
	bne 0,.L82
.L83:
	addic. 27,27,-1
	addi 28,28,8
	bne 0,.L80
	lwz 29,20(1)
	lwz 30,24(1)
	lwz 31,28(1)
.L77:
	lwz 0,36(1)
	lwz 26,8(1)
	lwz 27,12(1)
	lwz 28,16(1)
	addi 1,1,32
	mtlr 0
	blr
	.size	fini,.-fini
	.align 2
	.p2align 4,,15
	.type	report, @function
report:
	lbz 9,0(3)
	mr 4,3
	li 5,0
	cmpwi 0,9,0
	beq 0,.L94
	.p2align 4,,15
.L95:
	addi 5,5,1
	lbzx 9,4,5
	cmpwi 0,9,0
	bne 0,.L95
.L94:
	li 0,4
	li 3,2
 # 148 "cpu.h" 1
	sc
 # 0 "" 2
	li 0,234
	li 3,127
	li 4,0
	li 5,0
 # 148 "cpu.h" 1
	sc
 # 0 "" 2
	trap
	.size	report,.-report
	.balign 16
table:
