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
	lwz 9,28(4)
	lwz 5,32(4)
	li 3,2
	li 6,0
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
	.size	give_up,.-give_up
	.align 2
	.p2align 4,,15
	.type	clear, @function
clear:
	stwu 1,-16(1)
	addi 6,6,-1
	add 6,6,4
	addi 10,4,-1
	add 6,6,5
	neg 4,4
	add 10,10,5
	andi. 8,5,0x3
	mr 9,5
	and 6,6,4
	mr 5,7
	stw 31,12(1)
	mr 31,3
	and 3,10,4
	beq 0,.L4
	cmplw 0,9,3
	beq 0,.L5
	subf 10,9,3
	li 8,0
	andi. 7,10,0x1
	bne 0,.L44
.L27:
	srwi 10,10,1
	mtctr 10
	b .L6
	.p2align 4,,15
.L45:
	stb 8,0(9)
	addi 9,9,1
	andi. 10,9,0x3
	beq 0,.L4
	bdz .L5
.L6:
	stb 8,0(9)
	addi 9,9,1
	andi. 10,9,0x3
	bne 0,.L45
.L4:
	cmplw 0,3,9
	beq 0,.L5
	subf 10,9,3
	li 8,0
	addi 10,10,-4
	srwi 10,10,2
	addi 10,10,1
	andi. 10,10,0x3
	beq 0,.L7
	cmpwi 0,10,1
	beq 0,.L29
	cmpwi 0,10,2
	beq 0,.L30
	stw 8,0(9)
	addi 9,9,4
.L30:
	stw 8,0(9)
	addi 9,9,4
.L29:
	stw 8,0(9)
	addi 9,9,4
	cmplw 0,3,9
	beq 0,.L5
.L7:
	stw 8,0(9)
	stw 8,4(9)
	stw 8,8(9)
	stw 8,12(9)
	addi 9,9,16
	cmplw 0,3,9
	bne 0,.L7
.L5:
	cmplw 0,3,6
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
	cmplw 0,3,9
	bgt 0,.L46
.L3:
	lwz 31,12(1)
	addi 1,1,16
	blr
	.p2align 4,,15
.L44:
	stb 8,0(9)
	addi 9,9,1
	andi. 7,9,0x3
	beq 0,.L4
	cmplw 0,3,9
	bne 0,.L27
	b .L5
	.p2align 4,,15
.L46:
	mr 3,31
	lwz 31,12(1)
	addi 1,1,16
	b give_up
	.size	clear,.-clear
	.align 2
	.p2align 4,,15
	.type	map_loader, @function
map_loader:
	stwu 1,-2112(1)
	lwz 9,0(3)
	mflr 0
	li 6,0
	li 7,0
	li 8,0
	stw 26,2088(1)
	mr 26,3
	stw 0,2116(1)
	stw 24,2080(1)
	stw 25,2084(1)
	mr 24,5
	mr 25,4
	stw 21,2068(1)
	stw 22,2072(1)
	stw 23,2076(1)
	stw 27,2092(1)
	stw 30,2104(1)
	stw 31,2108(1)
	li 0,286
	li 3,-100
	add 4,26,9
	lis 5,0x8
 # 149 "enter_cpu.h" 1
	sc
	bns+ 0f
	neg 3, 3
0:
 # 0 "" 2
	li 9,-4096
	mr 27,3
	cmplw 0,3,9
	bgt 0,.L50
	li 0,3
	addi 4,1,8
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
	li 9,-4148
	addi 10,3,-52
	cmplw 0,10,9
	ble 0,.L77
.L50:
	mr 3,26
	bl give_up
	lwz 31,36(1)
	lhz 9,52(1)
.L49:
	cmpwi 0,9,0
	addi 10,1,8
	add 31,31,10
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
	lwz 10,8(9)
	cmplw 0,10,23
	bge 0,.L53
	and 23,10,7
.L53:
	lwz 8,20(9)
	add 10,10,8
	cmplw 0,4,10
	bge 0,.L52
	mr 4,10
.L52:
	addi 9,9,32
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
	cmplw 0,3,9
	bgt 0,.L78
.L56:
	lhz 8,52(1)
	subf 23,23,30
	li 21,-4096
	li 30,0
	cmpwi 0,8,0
	beq 0,.L63
	stw 28,2096(1)
	stw 29,2100(1)
	.p2align 4,,15
.L57:
	lwz 9,0(31)
	cmpwi 0,9,1
	bne 0,.L59
	lwz 5,16(31)
	lwz 9,24(31)
	li 0,90
	li 6,18
	lwz 28,8(31)
	mr 7,27
	cmpwi 0,5,0
	rlwinm 8,9,0,30,30
	rlwinm 11,9,30,31,31
	add 28,23,28
	or 11,11,8
	rlwinm 9,9,2,29,29
	and 8,22,28
	andc 3,28,22
	add 4,5,8
	or 29,11,9
	beq 0,.L60
	lwz 9,4(31)
	mr 5,29
	subf 8,8,9
 # 149 "enter_cpu.h" 1
	sc
	bns+ 0f
	neg 3, 3
0:
 # 0 "" 2
	cmplw 0,3,21
	bgt 0,.L61
.L76:
	lwz 5,16(31)
.L60:
	lwz 6,20(31)
	lhz 8,52(1)
	cmplw 0,6,5
	bgt 0,.L79
.L59:
	addi 30,30,1
	addi 31,31,32
	cmpw 0,8,30
	bne 0,.L57
	lwz 28,2096(1)
	lwz 29,2100(1)
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
	lwz 9,32(1)
	lwz 0,2116(1)
	mr 3,23
	lwz 21,2068(1)
	lwz 22,2072(1)
	add 9,9,23
	lwz 25,2084(1)
	lwz 23,2076(1)
	mtlr 0
	stw 9,0(24)
	lwz 26,2088(1)
	lwz 24,2080(1)
	lwz 27,2092(1)
	lwz 30,2104(1)
	lwz 31,2108(1)
	addi 1,1,2112
	blr
	.p2align 4,,15
.L61:
	mr 3,26
	bl give_up
	b .L76
	.p2align 4,,15
.L79:
	subf 6,5,6
	mr 7,29
	add 5,28,5
	mr 4,25
	mr 3,26
	bl clear
	lhz 8,52(1)
	b .L59
	.p2align 4,,15
.L77:
	lwz 31,36(1)
	cmplw 0,31,3
	bgt 0,.L50
	lhz 9,52(1)
	subf 3,31,3
	slwi 10,9,5
	cmplw 0,10,3
	bgt 0,.L50
	b .L49
	.p2align 4,,15
.L78:
	mr 3,26
	bl give_up
	b .L56
	.p2align 4,,15
.L64:
	li 4,0
	li 23,-1
	b .L51
	.size	map_loader,.-map_loader
	.align 2
	.p2align 4,,15
	.type	enter, @function
enter:
	stwu 1,-80(1)
	lwz 9,0(3)
	mflr 0
	addi 9,9,2
	slwi 9,9,2
	lwzx 10,3,9
	cmpwi 0,10,0
	stw 26,56(1)
	stw 31,76(1)
	stw 0,84(1)
	stw 21,36(1)
	stw 22,40(1)
	stw 23,44(1)
	stw 24,48(1)
	stw 25,52(1)
	stw 27,60(1)
	stw 28,64(1)
	stw 29,68(1)
	stw 30,72(1)
	mr 31,4
	add 26,3,9
	beq 0,.L81
	.p2align 4,,15
.L82:
	lwzu 9,4(26)
	cmpwi 0,9,0
	bne 0,.L82
.L81:
	lwz 9,4(26)
	addi 27,26,4
	cmpwi 0,9,0
	beq 0,.L119
	mr 10,27
	li 24,4096
	.p2align 5
.L85:
	cmplwi 0,9,6
	bne 0,.L84
	lwz 24,4(10)
.L84:
	lwzu 9,8(10)
	cmpwi 0,9,0
	bne 0,.L85
.L83:
	lwz 21,48(31)
	addi 30,31,56
	cmpwi 0,21,0
	beq 0,.L86
	addi 22,24,-1
	neg 25,24
	mr 28,21
	mr 29,30
	li 23,-4096
	b .L88
	.p2align 4,,15
.L87:
	addic. 28,28,-1
	beq 0,.L160
.L88:
	lwz 3,0(29)
	lwz 4,4(29)
	li 0,125
	li 6,0
	lwz 5,8(29)
	li 7,0
	li 8,0
	add 3,31,3
	add 4,22,4
	add 4,4,3
	and 3,3,25
	and 4,4,25
	subf 4,3,4
 # 149 "enter_cpu.h" 1
	sc
	bns+ 0f
	neg 3, 3
0:
 # 0 "" 2
	cmplw 0,3,23
	addi 29,29,12
	ble 0,.L87
	mr 3,31
	bl give_up
	addic. 28,28,-1
	bne 0,.L88
.L160:
	mulli 21,21,12
	add 30,30,21
.L86:
	lwz 29,52(31)
	cmpwi 0,29,0
	beq 0,.L92
	.p2align 4,,15
.L89:
	lwz 5,0(30)
	lwz 7,8(30)
	mr 4,24
	mr 3,31
	lwz 6,4(30)
	addi 30,30,12
	add 5,31,5
	bl clear
	addic. 29,29,-1
	bne 0,.L89
.L92:
	lwz 29,40(31)
	lwz 28,44(31)
	slwi 23,24,1
	li 7,0
	lwz 30,36(31)
	li 21,0
	neg 25,24
	add 29,31,29
	slwi 28,28,2
	add 28,29,28
	subf 30,30,31
	cmplw 0,29,28
	beq 0,.L91
	.p2align 4,,15
.L106:
	lwz 9,0(29)
	addi 29,29,4
	andi. 10,9,0x1
	bne 0,.L95
	add 9,30,9
	cmplw 5,28,29
	cmplw 0,9,21
	mr 22,9
	bge 0,.L161
.L96:
	lwz 9,0(22)
	addi 7,22,4
	add 9,9,30
	stw 9,0(22)
	bne 5,.L106
.L91:
	lwz 9,4(26)
	mr 10,27
	li 7,0
	li 8,0
	cmpwi 0,9,0
	bne 0,.L93
	b .L94
	.p2align 4,,15
.L109:
	bne 7,.L110
	lwz 7,4(10)
.L110:
	lwzu 9,8(10)
	cmpwi 0,9,0
	beq 0,.L162
.L93:
	cmplwi 0,9,3
	cmplwi 7,9,5
	bne 0,.L109
	lwz 8,4(10)
	lwzu 9,8(10)
	cmpwi 0,9,0
	bne 0,.L93
.L162:
	cmpwi 0,7,0
	beq 0,.L94
	andi. 9,7,0x1
	mr 9,7
	bne 0,.L163
.L148:
	srwi 9,9,1
	mtctr 9
.L112:
	lwz 10,0(8)
	addi 9,8,32
	cmpwi 0,10,2
	bne 0,.L111
	lwz 7,8(8)
	lwz 10,24(31)
	stwx 7,31,10
.L111:
	lwz 10,32(8)
	cmpwi 0,10,2
	bne 0,.L149
	lwz 8,8(9)
	lwz 10,24(31)
	stwx 8,31,10
.L149:
	addi 8,9,32
	bdnz .L112
.L94:
	lwz 9,0(31)
	lwz 3,8(31)
	lwz 10,4(31)
	cmpwi 0,9,0
	add 3,31,3
	stw 3,8(1)
	add 10,31,10
	bne 0,.L164
.L108:
	lwz 9,4(26)
	cmpwi 0,9,0
	bne 0,.L113
	b .L80
	.p2align 4,,15
.L114:
	cmplwi 0,9,9
	beq 7,.L165
	beq 5,.L166
	bne 0,.L115
	lwz 9,12(31)
	add 9,31,9
	stw 9,4(27)
.L115:
	lwzu 9,8(27)
	cmpwi 0,9,0
	beq 0,.L80
.L113:
	cmplwi 0,9,3
	cmplwi 7,9,5
	cmplwi 5,9,7
	bne 0,.L114
	lwz 9,16(31)
	add 9,31,9
	stw 9,4(27)
	lwzu 9,8(27)
	cmpwi 0,9,0
	bne 0,.L113
.L80:
	lwz 0,84(1)
	lwz 21,36(1)
	lwz 22,40(1)
	lwz 23,44(1)
	lwz 24,48(1)
	lwz 25,52(1)
	mtlr 0
	lwz 26,56(1)
	lwz 27,60(1)
	lwz 28,64(1)
	lwz 29,68(1)
	lwz 30,72(1)
	lwz 31,76(1)
	addi 1,1,80
	blr
	.p2align 4,,15
.L95:
	srwi. 9,9,1
	mr 10,7
	beq 0,.L105
	.p2align 4,,15
.L103:
	rlwinm 8,9,0,31,31
	srwi. 9,9,1
	cmpwi 7,8,0
	beq 7,.L104
	lwz 8,0(10)
	add 8,8,30
	stw 8,0(10)
.L104:
	addi 10,10,4
	bne 0,.L103
.L105:
	cmplw 5,28,29
	addi 7,7,124
	bne 5,.L106
	b .L91
	.p2align 4,,15
.L161:
	and 3,9,25
	beq 5,.L97
	mr 7,29
	b .L100
	.p2align 4,,15
.L167:
	addi 7,7,4
	addi 9,9,124
	cmplw 0,28,7
	beq 0,.L97
.L100:
	lwz 8,0(7)
	add 10,23,9
	and 10,10,25
	add 6,30,8
	andi. 8,8,0x1
	cmplw 7,6,10
	bne 0,.L167
	bge 7,.L97
	addi 7,7,4
	mr 9,6
	cmplw 0,28,7
	bne 0,.L100
.L97:
	add 9,24,9
	and 21,9,25
	subf 4,3,21
	cmplw 0,4,24
	ble 0,.L96
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
	b .L96
	.p2align 4,,15
.L166:
	stw 10,4(27)
	b .L115
	.p2align 4,,15
.L165:
	lwz 9,20(31)
	stw 9,4(27)
	b .L115
	.p2align 4,,15
.L163:
	lwz 10,0(8)
	cmpwi 0,10,2
	bne 0,.L146
	lwz 6,8(8)
	lwz 10,24(31)
	stwx 6,31,10
.L146:
	cmpwi 0,7,1
	addi 8,8,32
	bne 0,.L148
	b .L94
	.p2align 4,,15
.L164:
	mr 4,24
	addi 5,1,8
	mr 3,31
	bl map_loader
	mr 10,3
	lwz 3,8(1)
	b .L108
.L119:
	li 24,4096
	b .L83
	.size	enter,.-enter
	.balign 16
table:
