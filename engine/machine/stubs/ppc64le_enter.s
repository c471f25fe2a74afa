# ppc64le: enter.c, compiled by make-listing and GCC 12; ppc64le_enter.inc has it assembled.
	.machine power8
	.abiversion 2
	.section	".text"
	.text
	.type start, %function
start:
	mr 3, 1
	addi 1, 1, -128
	bcl 20, 31, 1f
1:	mflr 4
	addi 4, 4, table - 1b
	bl enter
	addi 1, 1, 128
	mr 12, 3
	mtctr 12
	bctr

	.align 2
	.p2align 4,,15
	.type	give_up, @function
give_up:
	mr 4,3
	li 0,4
	li 3,2
	li 6,0
	ld 9,48(4)
	ld 5,56(4)
	li 7,0
	li 8,0
	add 4,4,9
 # 98 "enter_cpu.h" 1
	sc
 # 0 "" 2
	li 0,234
	li 3,127
	li 4,0
	li 5,0
	li 6,0
	li 7,0
	li 8,0
 # 98 "enter_cpu.h" 1
	sc
 # 0 "" 2
	blr
	.long 0
	.byte 0,0,0,0,0,0,0,0
	.size	give_up,.-give_up
	.align 2
	.p2align 4,,15
	.type	enter, @function
enter:
	mflr 0
	ld 9,0(3)
	std 23,-72(1)
	std 28,-32(1)
	std 22,-80(1)
	mr 28,4
	std 24,-64(1)
	std 25,-56(1)
	addi 9,9,2
	std 26,-48(1)
	std 27,-40(1)
	sldi 9,9,3
	std 29,-24(1)
	std 30,-16(1)
	add 23,3,9
	std 0,16(1)
	std 31,-8(1)
	ldx 9,3,9
	stdu 1,-112(1)
	cmpdi 0,9,0
	beq 0,.L4
	.p2align 4,,15
.L5:
	ldu 9,8(23)
	cmpdi 0,9,0
	bne 0,.L5
.L4:
	ld 9,8(23)
	addi 26,23,8
	cmpdi 0,9,0
	beq 0,.L35
	mr 10,26
	li 24,4096
	.p2align 5
.L8:
	cmpldi 0,9,6
	bne 0,.L7
	ld 24,8(10)
.L7:
	ld 9,16(10)
	addi 10,10,16
	cmpdi 0,9,0
	bne 0,.L8
.L6:
	ld 22,64(28)
	addi 27,28,80
	cmpdi 0,22,0
	beq 0,.L9
	neg 29,24
	addi 25,24,-1
	mr 30,22
	mr 31,27
	b .L11
	.p2align 4,,15
.L10:
	addic. 30,30,-1
	beq 0,.L103
.L11:
	ld 3,0(31)
	ld 4,8(31)
	ld 5,16(31)
	li 0,125
	li 6,0
	li 7,0
	li 8,0
	add 3,28,3
	add 4,25,4
	add 4,4,3
	and 3,3,29
	and 4,4,29
	subf 4,3,4
 # 98 "enter_cpu.h" 1
	sc
 # 0 "" 2
	cmpdi 0,3,0
	addi 31,31,24
	beq 0,.L10
	mr 3,28
	bl give_up
	addic. 30,30,-1
	bne 0,.L11
.L103:
	mulli 22,22,24
	add 27,27,22
.L9:
	ld 25,72(28)
	addi 22,24,-1
	li 30,0
	neg 24,24
	li 29,0
	cmpdi 0,25,0
	beq 0,.L24
	.p2align 4,,15
.L23:
	ld 8,0(27)
	ld 4,8(27)
	add 9,28,8
	add 4,22,4
	andi. 10,9,0x7
	add 31,22,9
	add 4,4,9
	and 31,31,24
	and 4,4,24
	beq 0,.L15
	cmpld 0,9,31
	beq 0,.L21
	subf 10,9,31
	andi. 7,10,0x1
	beq 0,.L77
	addi 9,9,1
	stbx 29,28,8
	andi. 8,9,0x7
	beq 0,.L15
	cmpld 0,31,9
	beq 0,.L21
.L77:
	srdi 10,10,1
	mtctr 10
	b .L16
	.p2align 4,,15
.L19:
	stb 29,0(9)
	addi 9,9,1
	andi. 10,9,0x7
	beq 0,.L15
	bdz .L21
.L16:
	stb 29,0(9)
	addi 9,9,1
	andi. 10,9,0x7
	bne 0,.L19
.L15:
	cmpld 0,9,31
	beq 0,.L21
	subf 10,9,31
	addi 10,10,-8
	srdi 10,10,3
	addi 10,10,1
	andi. 10,10,0x3
	beq 0,.L20
	cmpdi 0,10,1
	beq 0,.L80
	cmpdi 0,10,2
	beq 0,.L81
	std 30,0(9)
	addi 9,9,8
.L81:
	std 30,0(9)
	addi 9,9,8
.L80:
	std 30,0(9)
	addi 9,9,8
	cmpld 0,31,9
	beq 0,.L21
.L20:
	std 30,0(9)
	std 30,8(9)
	addi 9,9,32
	std 30,-16(9)
	std 30,-8(9)
	cmpld 0,31,9
	bne 0,.L20
.L21:
	cmpld 0,31,4
	beq 0,.L22
	ld 5,16(27)
	subf 4,31,4
	li 0,90
	mr 3,31
	li 6,50
	li 7,-1
	li 8,0
 # 98 "enter_cpu.h" 1
	sc
 # 0 "" 2
	cmpd 0,31,3
	beq 0,.L22
	mr 3,28
	bl give_up
.L22:
	addic. 25,25,-1
	addi 27,27,24
	bne 0,.L23
.L24:
	ld 9,8(23)
	cmpdi 0,9,0
	beq 0,.L14
	mr 8,26
	mr 10,9
	li 6,0
	li 7,0
	b .L13
	.p2align 4,,15
.L25:
	bne 7,.L26
	ld 6,8(8)
.L26:
	ld 10,16(8)
	addi 8,8,16
	cmpdi 0,10,0
	beq 0,.L104
.L13:
	cmpldi 0,10,3
	cmpldi 7,10,5
	bne 0,.L25
	ld 7,8(8)
	addi 8,8,16
	ld 10,0(8)
	cmpdi 0,10,0
	bne 0,.L13
.L104:
	cmpdi 0,6,0
	beq 0,.L34
	andi. 9,6,0x1
	mr 9,6
	bne 0,.L105
.L63:
	srdi 9,9,1
	mtctr 9
.L29:
	lwz 10,0(7)
	addi 9,7,56
	cmpwi 0,10,2
	bne 0,.L28
	ld 8,16(7)
	ld 10,40(28)
	stdx 8,28,10
.L28:
	lwz 10,56(7)
	cmpwi 0,10,2
	bne 0,.L64
	ld 8,16(9)
	ld 10,40(28)
	stdx 8,28,10
.L64:
	addi 7,9,56
	bdnz .L29
.L99:
	ld 9,8(23)
	cmpdi 0,9,0
	bne 0,.L34
.L14:
	addi 1,1,112
	ld 3,8(28)
	ld 0,16(1)
	ld 22,-80(1)
	ld 23,-72(1)
	ld 24,-64(1)
	add 3,28,3
	ld 25,-56(1)
	ld 26,-48(1)
	ld 27,-40(1)
	ld 28,-32(1)
	ld 29,-24(1)
	ld 30,-16(1)
	ld 31,-8(1)
	mtlr 0
	blr
	.p2align 4,,15
.L30:
	cmpldi 0,9,9
	beq 7,.L106
	beq 5,.L107
	bne 0,.L31
	ld 9,16(28)
	add 9,28,9
	std 9,8(26)
.L31:
	ld 9,16(26)
	addi 26,26,16
	cmpdi 0,9,0
	beq 0,.L14
.L34:
	cmpldi 0,9,3
	cmpldi 7,9,5
	cmpldi 5,9,7
	bne 0,.L30
	ld 9,24(28)
	add 9,28,9
	std 9,8(26)
	b .L31
	.p2align 4,,15
.L107:
	ld 9,0(28)
	add 9,28,9
	std 9,8(26)
	b .L31
	.p2align 4,,15
.L106:
	ld 9,32(28)
	std 9,8(26)
	b .L31
.L105:
	lwz 10,0(7)
	cmpwi 0,10,2
	bne 0,.L61
	ld 8,16(7)
	ld 10,40(28)
	stdx 8,28,10
.L61:
	cmpdi 0,6,1
	addi 7,7,56
	bne 0,.L63
	b .L99
.L35:
	li 24,4096
	b .L6
	.long 0
	.byte 0,0,0,1,128,10,0,0
	.size	enter,.-enter
	.balign 16
table:
