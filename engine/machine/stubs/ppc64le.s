# ppc64le: start.c and cpu.h, compiled by make-listing and GCC 12; ppc64le.inc has it assembled.
	.machine power8
	.abiversion 2
	.section	".text"
	.text
	.type start, %function
start:
	mr 11, 1
	std 1, -256(1)
	addi 1, 1, -256
	std 3, 12*8(1)
	std 4, 13*8(1)
	std 5, 14*8(1)
	std 6, 15*8(1)
	std 7, 16*8(1)
	std 8, 17*8(1)
	std 9, 18*8(1)
	std 10, 19*8(1)
	std 2, 20*8(1)
	ld 0, 0(11)
	cmpwi 0, 0
	beq 2f
	mr 3, 0
	addi 4, 11, 8
	sldi 5, 3, 3
	add 5, 5, 4
	addi 5, 5, 8
2:	bl run
	bcl 20, 31, 1f
1:	mflr 11
	addi 11, 11, table - 1b
	ld 12, 0(11)
	add 12, 12, 11
	mtctr 12
	ld 3, 12*8(1)
	ld 4, 13*8(1)
	ld 5, 14*8(1)
	ld 6, 15*8(1)
	ld 7, 16*8(1)
	ld 8, 17*8(1)
	ld 9, 18*8(1)
	ld 10, 19*8(1)
	ld 2, 20*8(1)
	addi 1, 1, 256
	bctr

	.align 2
	.p2align 4,,15
	.type	run, @function
run:
	mflr 0
	ld 9,0(5)
	std 23,-72(1)
	mr 23,5
	std 25,-56(1)
	std 26,-48(1)
	mr 26,4
	std 27,-40(1)
	std 28,-32(1)
	mr 27,3
	mr 28,5
	cmpdi 0,9,0
	std 22,-80(1)
	std 24,-64(1)
	std 29,-24(1)
	std 30,-16(1)
	std 0,16(1)
	std 31,-8(1)
 # 140 "cpu.h" 1
	bcl 20, 31, 1f
1:	mflr 25
	addi 25, 25, table - 1b
 # 0 "" 2
	stdu 1,-112(1)
	beq 0,.L2
	.p2align 4,,15
.L3:
	ldu 9,8(23)
	cmpdi 0,9,0
	bne 0,.L3
.L2:
	ld 24,8(25)
	addi 22,23,8
	cmpdi 0,24,0
	bne 0,.L4
	ld 9,8(23)
	cmpdi 0,9,0
	beq 0,.L27
	mr 10,22
	li 24,4096
	.p2align 5
.L6:
	cmpldi 0,9,6
	bne 0,.L5
	ld 24,8(10)
.L5:
	ld 9,16(10)
	addi 10,10,16
	cmpdi 0,9,0
	bne 0,.L6
.L4:
	ld 9,16(25)
	addi 29,25,56
	cmpdi 0,9,0
	mr 30,9
	beq 0,.L7
	neg 24,24
	mr 31,29
	li 30,0
	.p2align 4,,15
.L9:
	ld 3,0(31)
	ld 4,8(31)
	li 0,125
	li 5,1
	add 3,25,3
	add 4,3,4
	and 3,24,3
	and 4,4,24
	cmpld 0,4,3
	subf 4,3,4
	beq 0,.L8
 # 148 "cpu.h" 1
	sc
 # 0 "" 2
	ld 9,16(25)
.L8:
	addi 30,30,1
	addi 31,31,16
	cmpld 0,30,9
	bne 0,.L9
	sldi 30,30,4
.L7:
	ld 6,48(25)
	cmpdi 0,6,0
	bne 0,.L74
.L10:
	ld 24,24(25)
	add 29,29,30
	cmpdi 0,24,0
	beq 0,.L1
	std 2,24(1)
	.p2align 4,,15
.L22:
	ld 9,8(29)
	ld 31,0(29)
	cmpdi 0,9,0
	add 31,25,31
	bne 0,.L21
	mtctr 31
	mr 5,28
	mr 4,26
	mr 3,27
	mr 12,31
	bctrl
	ld 2,24(1)
	ld 9,8(29)
	cmpdi 0,9,0
	beq 0,.L25
.L21:
	li 30,0
	.p2align 4,,15
.L24:
	ld 12,0(31)
	mr 5,28
	mr 4,26
	mr 3,27
	addi 30,30,1
	addi 31,31,8
	mtctr 12
	bctrl
	ld 2,24(1)
	ld 9,8(29)
	cmpd 0,9,30
	bne 0,.L24
.L25:
	addic. 24,24,-1
	addi 29,29,16
	bne 0,.L22
.L1:
	addi 1,1,112
	ld 0,16(1)
	ld 22,-80(1)
	ld 23,-72(1)
	ld 24,-64(1)
	ld 25,-56(1)
	ld 26,-48(1)
	ld 27,-40(1)
	ld 28,-32(1)
	ld 29,-24(1)
	ld 30,-16(1)
	ld 31,-8(1)
	mtlr 0
	blr
.L74:
	ld 9,8(23)
	cmpdi 0,9,0
	beq 0,.L10
	li 10,0
	li 7,0
	b .L13
	.p2align 4,,15
.L11:
	bne 7,.L12
	ld 10,8(22)
.L12:
	ld 9,16(22)
	addi 22,22,16
	cmpdi 0,9,0
	beq 0,.L75
.L13:
	cmpldi 0,9,3
	cmpldi 7,9,5
	bne 0,.L11
	ld 7,8(22)
	addi 22,22,16
	ld 9,0(22)
	cmpdi 0,9,0
	bne 0,.L13
.L75:
	cmpdi 0,7,0
	ld 5,40(25)
	subf 5,5,25
	beq 0,.L10
	cmpdi 0,10,0
	beq 0,.L10
	mtctr 10
	li 4,0
	mr 10,7
	li 3,0
	b .L16
	.p2align 4,,15
.L14:
	bne 7,.L15
	srdi 9,8,6
	mr 4,9
.L15:
	addi 10,10,56
	bdz .L76
.L16:
	lwz 8,0(10)
	ld 9,16(10)
	cmplwi 0,8,2
	add 9,5,9
	cmplwi 7,8,6
	xor 8,7,9
	cntlzd 8,8
	bne 0,.L14
	mr 3,9
	addi 10,10,56
	bdnz .L16
.L76:
	cmpwi 0,4,0
	beq 0,.L10
	cmpdi 0,3,0
	beq 0,.L10
	ld 9,0(3)
	cmpdi 0,9,0
	beq 0,.L10
	mr 10,3
	li 8,0
	.p2align 5
.L18:
	cmpdi 0,9,21
	bne 0,.L17
	ld 8,8(10)
.L17:
	ld 9,16(10)
	addi 10,10,16
	cmpdi 0,9,0
	bne 0,.L18
	cmpdi 0,8,0
	beq 0,.L10
	ld 9,8(8)
	cmpdi 0,9,0
	beq 0,.L10
	ld 10,16(9)
	cmpd 0,3,10
	bne 0,.L10
	ld 10,40(9)
	cmpd 0,9,10
	bne 0,.L10
	ld 10,48(9)
	cmpdi 0,10,0
	bne 0,.L10
	ld 9,56(9)
	cmpdi 0,9,0
	beq 0,.L10
	.p2align 4,,15
.L19:
	mr 10,9
	ld 9,8(9)
	cmpdi 0,9,0
	bne 0,.L19
	add 6,6,25
	std 6,8(10)
	b .L10
.L27:
	li 24,4096
	b .L4
	.long 0
	.byte 0,0,0,1,128,10,0,0
	.size	run,.-run
	.align 2
	.p2align 4,,15
	.type	fini, @function
fini:
	mflr 0
	std 26,-48(1)
	std 27,-40(1)
 # 140 "cpu.h" 1
	bcl 20, 31, 1f
1:	mflr 26
	addi 26, 26, table - 1b
 # 0 "" 2
	ld 27,32(26)
	ld 9,16(26)
	ld 10,24(26)
	std 28,-32(1)
	addi 28,26,56
	cmpdi 0,27,0
	add 9,9,10
	std 0,16(1)
	stdu 1,-80(1)
	sldi 9,9,4
	add 28,28,9
	beq 0,.L77
	std 2,24(1)
	std 29,56(1)
	std 30,64(1)
	std 31,72(1)
	.p2align 4,,15
.L80:
	ld 9,8(28)
	ld 31,0(28)
	cmpdi 0,9,0
	add 31,26,31
	bne 0,.L79
	mtctr 31
	mr 12,31
	bctrl
	ld 2,24(1)
	ld 9,8(28)
	cmpdi 0,9,0
	beq 0,.L83
.L79:
	andi. 10,9,0x1
	addi 31,31,-8
	sldi 10,9,3
	addi 29,9,-1
	add 30,10,31
	beq 0,.L82
	ldx 12,10,31
	addi 30,30,-8
	mtctr 12
	bctrl
	ld 2,24(1)
	mr. 9,29
	beq 0,.L83
	.p2align 4,,15
.L82:
	ld 12,0(30)
	addi 31,9,-1
	addi 30,30,-16
	mtctr 12
	bctrl
	ld 2,24(1)
	ld 12,8(30)
	mtctr 12
	bctrl
	ld 2,24(1)
	addic. 9,31,-1
	bne 0,.L82
.L83:
	addic. 27,27,-1
	addi 28,28,16
	bne 0,.L80
	ld 29,56(1)
	ld 30,64(1)
	ld 31,72(1)
.L77:
	addi 1,1,80
	ld 0,16(1)
	ld 26,-48(1)
	ld 27,-40(1)
	ld 28,-32(1)
	mtlr 0
	blr
	.long 0
	.byte 0,0,0,1,128,6,0,0
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
	.long 0
	.byte 0,0,0,0,0,0,0,0
	.size	report,.-report
	.balign 16
table:
