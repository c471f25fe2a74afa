# powerpc: enter.c, compiled by make-listing and GCC 12; powerpc_enter.inc has it assembled.
	.machine ppc
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
	lwz 9,24(4)
	lwz 5,28(4)
	li 3,2
	li 6,0
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
	.size	give_up,.-give_up
	.align 2
	.p2align 4,,15
	.type	enter, @function
enter:
	stwu 1,-48(1)
	lwz 9,0(3)
	mflr 0
	addi 9,9,2
	slwi 9,9,2
	lwzx 10,3,9
	cmpwi 0,10,0
	stw 25,20(1)
	stw 28,32(1)
	stw 0,52(1)
	stw 22,8(1)
	stw 23,12(1)
	stw 24,16(1)
	stw 26,24(1)
	stw 27,28(1)
	stw 29,36(1)
	stw 30,40(1)
	stw 31,44(1)
	mr 28,4
	add 25,3,9
	beq 0,.L4
	.p2align 4,,15
.L5:
	lwzu 9,4(25)
	cmpwi 0,9,0
	bne 0,.L5
.L4:
	lwz 9,4(25)
	addi 26,25,4
	cmpwi 0,9,0
	beq 0,.L35
	mr 10,26
	li 23,4096
	.p2align 5
.L8:
	cmplwi 0,9,6
	bne 0,.L7
	lwz 23,4(10)
.L7:
	lwzu 9,8(10)
	cmpwi 0,9,0
	bne 0,.L8
.L6:
	lwz 22,32(28)
	addi 27,28,40
	cmpwi 0,22,0
	beq 0,.L9
	neg 29,23
	addi 24,23,-1
	mr 30,22
	mr 31,27
	b .L11
	.p2align 4,,15
.L10:
	addic. 30,30,-1
	beq 0,.L103
.L11:
	lwz 3,0(31)
	lwz 4,4(31)
	li 0,125
	li 6,0
	lwz 5,8(31)
	li 7,0
	li 8,0
	add 3,28,3
	add 4,24,4
	add 4,4,3
	and 3,3,29
	and 4,4,29
	subf 4,3,4
 # 98 "enter_cpu.h" 1
	sc
 # 0 "" 2
	cmpwi 0,3,0
	addi 31,31,12
	beq 0,.L10
	mr 3,28
	bl give_up
	addic. 30,30,-1
	bne 0,.L11
.L103:
	mulli 22,22,12
	add 27,27,22
.L9:
	lwz 24,36(28)
	addi 22,23,-1
	li 30,0
	neg 23,23
	li 29,0
	cmpwi 0,24,0
	beq 0,.L24
	.p2align 4,,15
.L23:
	lwz 8,0(27)
	lwz 4,4(27)
	add 9,28,8
	add 4,22,4
	add 31,22,9
	add 4,4,9
	andi. 10,9,0x3
	and 31,31,23
	and 4,4,23
	beq 0,.L15
	cmplw 0,9,31
	beq 0,.L21
	subf 10,9,31
	andi. 7,10,0x1
	beq 0,.L77
	addi 9,9,1
	stbx 29,28,8
	andi. 8,9,0x3
	beq 0,.L15
	cmplw 0,31,9
	beq 0,.L21
.L77:
	srwi 10,10,1
	mtctr 10
	b .L16
	.p2align 4,,15
.L19:
	stb 29,0(9)
	addi 9,9,1
	andi. 10,9,0x3
	beq 0,.L15
	bdz .L21
.L16:
	stb 29,0(9)
	addi 9,9,1
	andi. 10,9,0x3
	bne 0,.L19
.L15:
	cmplw 0,9,31
	beq 0,.L21
	subf 10,9,31
	addi 10,10,-4
	srwi 10,10,2
	addi 10,10,1
	andi. 10,10,0x3
	beq 0,.L20
	cmpwi 0,10,1
	beq 0,.L80
	cmpwi 0,10,2
	beq 0,.L81
	stw 30,0(9)
	addi 9,9,4
.L81:
	stw 30,0(9)
	addi 9,9,4
.L80:
	stw 30,0(9)
	addi 9,9,4
	cmplw 0,31,9
	beq 0,.L21
.L20:
	stw 30,0(9)
	stw 30,4(9)
	stw 30,8(9)
	stw 30,12(9)
	addi 9,9,16
	cmplw 0,31,9
	bne 0,.L20
.L21:
	cmplw 0,31,4
	beq 0,.L22
	lwz 5,8(27)
	subf 4,31,4
	li 0,90
	mr 3,31
	li 6,50
	li 7,-1
	li 8,0
 # 98 "enter_cpu.h" 1
	sc
 # 0 "" 2
	cmpw 0,31,3
	beq 0,.L22
	mr 3,28
	bl give_up
.L22:
	addic. 24,24,-1
	addi 27,27,12
	bne 0,.L23
.L24:
	lwz 9,4(25)
	cmpwi 0,9,0
	beq 0,.L14
	mr 8,26
	mr 10,9
	li 6,0
	li 7,0
	b .L13
	.p2align 4,,15
.L25:
	bne 7,.L26
	lwz 6,4(8)
.L26:
	lwzu 10,8(8)
	cmpwi 0,10,0
	beq 0,.L104
.L13:
	cmplwi 0,10,3
	cmplwi 7,10,5
	bne 0,.L25
	lwz 7,4(8)
	lwzu 10,8(8)
	cmpwi 0,10,0
	bne 0,.L13
.L104:
	cmpwi 0,6,0
	beq 0,.L34
	andi. 9,6,0x1
	mr 9,6
	bne 0,.L105
.L63:
	srwi 9,9,1
	mtctr 9
.L29:
	lwz 10,0(7)
	addi 9,7,32
	cmpwi 0,10,2
	bne 0,.L28
	lwz 8,8(7)
	lwz 10,20(28)
	stwx 8,28,10
.L28:
	lwz 10,32(7)
	cmpwi 0,10,2
	bne 0,.L64
	lwz 8,8(9)
	lwz 10,20(28)
	stwx 8,28,10
.L64:
	addi 7,9,32
	bdnz .L29
.L99:
	lwz 9,4(25)
	cmpwi 0,9,0
	bne 0,.L34
.L14:
	lwz 3,4(28)
	lwz 0,52(1)
	lwz 22,8(1)
	lwz 23,12(1)
	add 3,28,3
	lwz 24,16(1)
	lwz 25,20(1)
	mtlr 0
	lwz 26,24(1)
	lwz 27,28(1)
	lwz 28,32(1)
	lwz 29,36(1)
	lwz 30,40(1)
	lwz 31,44(1)
	addi 1,1,48
	blr
	.p2align 4,,15
.L30:
	cmplwi 0,9,9
	beq 7,.L106
	beq 5,.L107
	bne 0,.L31
	lwz 9,8(28)
	add 9,28,9
	stw 9,4(26)
.L31:
	lwzu 9,8(26)
	cmpwi 0,9,0
	beq 0,.L14
.L34:
	cmplwi 0,9,3
	cmplwi 7,9,5
	cmplwi 5,9,7
	bne 0,.L30
	lwz 9,12(28)
	add 9,28,9
	stw 9,4(26)
	b .L31
	.p2align 4,,15
.L107:
	lwz 9,0(28)
	add 9,28,9
	stw 9,4(26)
	b .L31
	.p2align 4,,15
.L106:
	lwz 9,16(28)
	stw 9,4(26)
	b .L31
.L105:
	lwz 10,0(7)
	cmpwi 0,10,2
	bne 0,.L61
	lwz 8,8(7)
	lwz 10,20(28)
	stwx 8,28,10
.L61:
	cmpwi 0,6,1
	addi 7,7,32
	bne 0,.L63
	b .L99
.L35:
	li 23,4096
	b .L6
	.size	enter,.-enter
	.balign 16
table:
