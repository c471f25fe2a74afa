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
	ld 9,56(4)
	ld 5,64(4)
	li 7,0
	li 8,0
	add 4,4,9
 # 149 "enter_cpu.h" 1
	sc
	bns+ 0f
	neg 3, 3
0:
 # 0 "" 2
	li 0,234
	li 3,127
	li 4,0
	li 5,0
	li 6,0
	li 7,0
	li 8,0
 # 149 "enter_cpu.h" 1
	sc
	bns+ 0f
	neg 3, 3
0:
 # 0 "" 2
	blr
	.long 0
	.byte 0,0,0,0,0,0,0,0
	.size	give_up,.-give_up
	.align 2
	.p2align 4,,15
	.type	clear, @function
clear:
	andi. 10,5,0x7
	addi 6,6,-1
	std 31,-8(1)
	addi 10,4,-1
	add 6,6,4
	add 6,6,5
	neg 4,4
	add 10,10,5
	mr 9,5
	mr 31,3
	mr 5,7
	and 6,6,4
	and 3,10,4
	beq 0,.L4
	cmpld 0,9,3
	beq 0,.L5
	subf 10,9,3
	li 8,0
	andi. 7,10,0x1
	bne 0,.L44
.L27:
	srdi 10,10,1
	mtctr 10
	b .L6
	.p2align 4,,15
.L45:
	stb 8,0(9)
	addi 9,9,1
	andi. 10,9,0x7
	beq 0,.L4
	bdz .L5
.L6:
	stb 8,0(9)
	addi 9,9,1
	andi. 10,9,0x7
	bne 0,.L45
.L4:
	cmpld 0,3,9
	beq 0,.L5
	subf 10,9,3
	li 8,0
	addi 10,10,-8
	srdi 10,10,3
	addi 10,10,1
	andi. 10,10,0x3
	beq 0,.L7
	cmpdi 0,10,1
	beq 0,.L29
	cmpdi 0,10,2
	beq 0,.L30
	std 8,0(9)
	addi 9,9,8
.L30:
	std 8,0(9)
	addi 9,9,8
.L29:
	std 8,0(9)
	addi 9,9,8
	cmpld 0,3,9
	beq 0,.L5
.L7:
	std 8,0(9)
	std 8,8(9)
	addi 9,9,32
	std 8,-16(9)
	std 8,-8(9)
	cmpld 0,3,9
	bne 0,.L7
.L5:
	cmpld 0,3,6
	beq 0,.L3
	subf 4,3,6
	li 0,90
	li 6,50
	li 7,-1
	li 8,0
 # 149 "enter_cpu.h" 1
	sc
	bns+ 0f
	neg 3, 3
0:
 # 0 "" 2
	li 9,-4096
	cmpld 0,3,9
	bgt 0,.L46
.L3:
	ld 31,-8(1)
	blr
	.p2align 4,,15
.L44:
	stb 8,0(9)
	addi 9,9,1
	andi. 7,9,0x7
	beq 0,.L4
	cmpld 0,3,9
	bne 0,.L27
	b .L5
	.p2align 4,,15
.L46:
	mr 3,31
	ld 31,-8(1)
	b give_up
	.long 0
	.byte 0,0,0,0,0,1,0,0
	.size	clear,.-clear
	.align 2
	.p2align 4,,15
	.type	map_loader, @function
map_loader:
	mflr 0
	std 25,-56(1)
	mr 25,4
	ld 4,0(3)
	std 26,-48(1)
	mr 26,3
	std 24,-64(1)
	li 3,-100
	std 21,-88(1)
	std 22,-80(1)
	mr 24,5
	li 6,0
	std 23,-72(1)
	std 27,-40(1)
	lis 5,0x8
	li 7,0
	std 29,-24(1)
	std 30,-16(1)
	li 8,0
	add 4,26,4
	std 0,16(1)
	std 31,-8(1)
	li 0,286
	stdu 1,-2176(1)
 # 149 "enter_cpu.h" 1
	sc
	bns+ 0f
	neg 3, 3
0:
 # 0 "" 2
	li 9,-4096
	mr 27,3
	cmpld 0,3,9
	bgt 0,.L50
	li 0,3
	addi 4,1,32
	li 5,2048
	li 6,0
	li 7,0
	li 8,0
 # 149 "enter_cpu.h" 1
	sc
	bns+ 0f
	neg 3, 3
0:
 # 0 "" 2
	li 9,-4160
	addi 10,3,-64
	cmpld 0,10,9
	ble 0,.L76
.L50:
	mr 3,26
	bl give_up
	lhz 10,88(1)
	ld 31,64(1)
	rlwinm 9,10,0,0xffff
.L49:
	rlwinm 10,10,0,0xffff
	addi 8,1,32
	cmpwi 0,10,0
	add 31,31,8
	neg 7,25
	beq 0,.L64
	mtctr 9
	li 4,0
	mr 9,31
	li 23,-1
	.p2align 4,,15
.L55:
	lwz 10,0(9)
	cmpwi 0,10,1
	bne 0,.L52
	ld 10,16(9)
	cmpld 0,10,23
	bge 0,.L53
	and 23,10,7
.L53:
	ld 8,40(9)
	add 10,10,8
	cmpld 0,4,10
	bge 0,.L52
	mr 4,10
.L52:
	addi 9,9,56
	bdnz .L55
.L51:
	addi 22,25,-1
	li 0,90
	add 4,22,4
	li 3,0
	and 4,4,7
	li 5,0
	subf 4,23,4
	li 6,34
	li 7,-1
	li 8,0
 # 149 "enter_cpu.h" 1
	sc
	bns+ 0f
	neg 3, 3
0:
 # 0 "" 2
	li 9,-4096
	mr 30,3
	cmpld 0,3,9
	bgt 0,.L77
.L56:
	lhz 9,88(1)
	subf 23,23,30
	li 29,0
	li 21,-4096
	cmpwi 0,9,0
	beq 0,.L63
	std 28,2144(1)
	.p2align 4,,15
.L57:
	lwz 9,0(31)
	cmpwi 0,9,1
	bne 0,.L59
	ld 5,32(31)
	lwz 10,4(31)
	ld 28,16(31)
	li 0,90
	li 6,18
	mr 7,27
	cmpdi 0,5,0
	rlwinm 8,10,0,30,30
	rlwinm 9,10,2,29,29
	add 28,23,28
	or 9,9,8
	rldicl 10,10,62,63
	and 8,28,22
	or 9,9,10
	andc 3,28,22
	add 4,5,8
	extsw 30,9
	beq 0,.L60
	ld 9,8(31)
	mr 5,30
	subf 8,8,9
 # 149 "enter_cpu.h" 1
	sc
	bns+ 0f
	neg 3, 3
0:
 # 0 "" 2
	cmpld 0,3,21
	bgt 0,.L61
.L75:
	ld 5,32(31)
.L60:
	ld 6,40(31)
	cmpld 0,6,5
	bgt 0,.L78
.L59:
	lhz 9,88(1)
	addi 29,29,1
	addi 31,31,56
	cmpd 0,9,29
	bne 0,.L57
	ld 28,2144(1)
.L63:
	mr 3,27
	li 0,6
	li 4,0
	li 5,0
	li 6,0
	li 7,0
	li 8,0
 # 149 "enter_cpu.h" 1
	sc
	bns+ 0f
	neg 3, 3
0:
 # 0 "" 2
	ld 9,56(1)
	mr 3,23
	add 9,9,23
	std 9,0(24)
	addi 1,1,2176
	ld 0,16(1)
	ld 21,-88(1)
	ld 22,-80(1)
	ld 23,-72(1)
	ld 24,-64(1)
	ld 25,-56(1)
	ld 26,-48(1)
	ld 27,-40(1)
	ld 29,-24(1)
	ld 30,-16(1)
	ld 31,-8(1)
	mtlr 0
	blr
	.p2align 4,,15
.L61:
	mr 3,26
	bl give_up
	b .L75
	.p2align 4,,15
.L78:
	subf 6,5,6
	mr 7,30
	add 5,28,5
	mr 4,25
	mr 3,26
	bl clear
	b .L59
	.p2align 4,,15
.L76:
	ld 31,64(1)
	cmpld 0,31,3
	bgt 0,.L50
	lhz 10,88(1)
	subf 3,31,3
	rlwinm 9,10,0,0xffff
	mulli 8,9,56
	cmpld 0,8,3
	bgt 0,.L50
	b .L49
	.p2align 4,,15
.L77:
	mr 3,26
	bl give_up
	b .L56
	.p2align 4,,15
.L64:
	li 4,0
	li 23,-1
	b .L51
	.long 0
	.byte 0,0,0,1,128,11,0,0
	.size	map_loader,.-map_loader
	.align 2
	.p2align 4,,15
	.type	enter, @function
enter:
	mflr 0
	ld 9,0(3)
	std 25,-56(1)
	std 31,-8(1)
	std 21,-88(1)
	mr 31,4
	std 22,-80(1)
	std 23,-72(1)
	addi 9,9,2
	std 24,-64(1)
	std 26,-48(1)
	sldi 9,9,3
	std 27,-40(1)
	std 28,-32(1)
	add 25,3,9
	std 0,16(1)
	std 29,-24(1)
	ldx 9,3,9
	std 30,-16(1)
	stdu 1,-144(1)
	cmpdi 0,9,0
	beq 0,.L80
	.p2align 4,,15
.L81:
	ldu 9,8(25)
	cmpdi 0,9,0
	bne 0,.L81
.L80:
	ld 9,8(25)
	addi 27,25,8
	cmpdi 0,9,0
	beq 0,.L118
	mr 10,27
	li 24,4096
	.p2align 5
.L84:
	cmpldi 0,9,6
	bne 0,.L83
	ld 24,8(10)
.L83:
	ld 9,16(10)
	addi 10,10,16
	cmpdi 0,9,0
	bne 0,.L84
.L82:
	ld 21,96(31)
	addi 30,31,112
	cmpdi 0,21,0
	beq 0,.L85
	addi 22,24,-1
	neg 26,24
	mr 28,21
	mr 29,30
	li 23,-4096
	b .L87
	.p2align 4,,15
.L86:
	addic. 28,28,-1
	beq 0,.L159
.L87:
	ld 3,0(29)
	ld 4,8(29)
	ld 5,16(29)
	li 0,125
	li 6,0
	li 7,0
	li 8,0
	add 3,31,3
	add 4,22,4
	add 4,4,3
	and 3,3,26
	and 4,4,26
	subf 4,3,4
 # 149 "enter_cpu.h" 1
	sc
	bns+ 0f
	neg 3, 3
0:
 # 0 "" 2
	cmpld 0,3,23
	addi 29,29,24
	ble 0,.L86
	mr 3,31
	bl give_up
	addic. 28,28,-1
	bne 0,.L87
.L159:
	mulli 21,21,24
	add 30,30,21
.L85:
	ld 29,104(31)
	cmpdi 0,29,0
	beq 0,.L91
	.p2align 4,,15
.L88:
	ld 5,0(30)
	ld 7,16(30)
	ld 6,8(30)
	mr 4,24
	mr 3,31
	addi 30,30,24
	add 5,31,5
	bl clear
	addic. 29,29,-1
	bne 0,.L88
.L91:
	ld 29,80(31)
	ld 28,88(31)
	ld 30,72(31)
	sldi 23,24,1
	li 7,0
	li 22,0
	neg 26,24
	add 29,31,29
	sldi 28,28,3
	add 28,29,28
	subf 30,30,31
	cmpld 0,29,28
	beq 0,.L90
	.p2align 4,,15
.L105:
	ld 9,0(29)
	addi 29,29,8
	andi. 10,9,0x1
	bne 0,.L94
	add 9,30,9
	cmpld 5,28,29
	cmpld 0,9,22
	mr 21,9
	bge 0,.L160
.L95:
	ld 9,0(21)
	addi 7,21,8
	add 9,9,30
	std 9,0(21)
	bne 5,.L105
.L90:
	ld 9,8(25)
	mr 10,27
	li 7,0
	li 8,0
	cmpdi 0,9,0
	bne 0,.L92
	b .L93
	.p2align 4,,15
.L108:
	bne 7,.L109
	ld 7,8(10)
.L109:
	ld 9,16(10)
	addi 10,10,16
	cmpdi 0,9,0
	beq 0,.L161
.L92:
	cmpldi 0,9,3
	cmpldi 7,9,5
	bne 0,.L108
	ld 8,8(10)
	addi 10,10,16
	ld 9,0(10)
	cmpdi 0,9,0
	bne 0,.L92
.L161:
	cmpdi 0,7,0
	beq 0,.L93
	andi. 9,7,0x1
	mr 9,7
	bne 0,.L162
.L147:
	srdi 9,9,1
	mtctr 9
.L111:
	lwz 10,0(8)
	addi 9,8,56
	cmpwi 0,10,2
	bne 0,.L110
	ld 7,16(8)
	ld 10,48(31)
	stdx 7,31,10
.L110:
	lwz 10,56(8)
	cmpwi 0,10,2
	bne 0,.L148
	ld 8,16(9)
	ld 10,48(31)
	stdx 8,31,10
.L148:
	addi 8,9,56
	bdnz .L111
.L93:
	ld 9,0(31)
	ld 3,16(31)
	ld 10,8(31)
	cmpdi 0,9,0
	add 3,31,3
	add 10,31,10
	std 3,32(1)
	bne 0,.L163
.L107:
	ld 9,8(25)
	cmpdi 0,9,0
	bne 0,.L112
	b .L79
	.p2align 4,,15
.L113:
	cmpldi 0,9,9
	beq 7,.L164
	beq 5,.L165
	bne 0,.L114
	ld 9,24(31)
	add 9,31,9
	std 9,8(27)
.L114:
	ld 9,16(27)
	addi 27,27,16
	cmpdi 0,9,0
	beq 0,.L79
.L112:
	cmpldi 0,9,3
	cmpldi 7,9,5
	cmpldi 5,9,7
	bne 0,.L113
	ld 9,32(31)
	addi 27,27,16
	add 9,31,9
	std 9,-8(27)
	ld 9,0(27)
	cmpdi 0,9,0
	bne 0,.L112
.L79:
	addi 1,1,144
	ld 0,16(1)
	ld 21,-88(1)
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
	.p2align 4,,15
.L94:
	srdi. 9,9,1
	mr 10,7
	beq 0,.L104
	.p2align 4,,15
.L102:
	rldicl 8,9,0,63
	srdi. 9,9,1
	cmpdi 7,8,0
	beq 7,.L103
	ld 8,0(10)
	add 8,8,30
	std 8,0(10)
.L103:
	addi 10,10,8
	bne 0,.L102
.L104:
	cmpld 5,28,29
	addi 7,7,504
	bne 5,.L105
	b .L90
	.p2align 4,,15
.L160:
	and 3,9,26
	beq 5,.L96
	mr 7,29
	b .L99
	.p2align 4,,15
.L166:
	addi 7,7,8
	addi 9,9,504
	cmpld 0,28,7
	beq 0,.L96
.L99:
	ld 10,0(7)
	add 8,23,9
	and 8,8,26
	andi. 6,10,0x1
	add 10,30,10
	cmpld 7,10,8
	bne 0,.L166
	bge 7,.L96
	addi 7,7,8
	mr 9,10
	cmpld 0,28,7
	bne 0,.L99
.L96:
	add 9,24,9
	and 22,9,26
	subf 4,3,22
	cmpld 0,4,24
	ble 0,.L95
	li 0,205
	li 5,23
	li 6,0
	li 7,0
	li 8,0
 # 149 "enter_cpu.h" 1
	sc
	bns+ 0f
	neg 3, 3
0:
 # 0 "" 2
	b .L95
	.p2align 4,,15
.L165:
	std 10,8(27)
	b .L114
	.p2align 4,,15
.L164:
	ld 9,40(31)
	std 9,8(27)
	b .L114
	.p2align 4,,15
.L162:
	lwz 10,0(8)
	cmpwi 0,10,2
	bne 0,.L145
	ld 6,16(8)
	ld 10,48(31)
	stdx 6,31,10
.L145:
	cmpdi 0,7,1
	addi 8,8,56
	bne 0,.L147
	b .L93
	.p2align 4,,15
.L163:
	mr 4,24
	addi 5,1,32
	mr 3,31
	bl map_loader
	mr 10,3
	ld 3,32(1)
	b .L107
.L118:
	li 24,4096
	b .L82
	.long 0
	.byte 0,0,0,1,128,11,0,0
	.size	enter,.-enter
	.balign 16
table:
