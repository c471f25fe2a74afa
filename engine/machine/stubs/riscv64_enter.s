# riscv64: enter.c, compiled by make-listing and GCC 12; riscv64_enter.inc has it assembled.
	.option nopic
	.option norelax
	.attribute arch, "rv64i2p1_m2p0_a2p1_f2p2_d2p2_zicsr2p0_zifencei2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
	.text
	.type start, %function
start:
	.option norelax
	mv a0, sp
	jal t0, 1f
	.word table - .
1:	lw a1, 0(t0)
	add a1, a1, t0
	jal ra, enter
	jr a0

	.align	2
	.type	give_up, @function
give_up:
	ld	a1,56(a0)
	mv	a5,a0
	ld	a2,64(a5)
	add	a1,a5,a1
	li	a7,64
	li	a0,2
	li	a3,0
	li	a4,0
	li	a5,0
# 184 "enter_cpu.h" 1
	ecall
# 0 "" 2
	li	a7,94
	li	a0,127
	li	a1,0
	li	a2,0
# 184 "enter_cpu.h" 1
	ecall
# 0 "" 2
	ret
	.size	give_up, .-give_up
	.align	2
	.type	clear, @function
clear:
	addi	a3,a3,-1
	mv	a5,a2
	addi	a6,a1,-1
	mv	a2,a4
	neg	a4,a1
	add	a1,a3,a1
	add	a6,a6,a5
	add	a1,a1,a5
	mv	t1,a0
	and	a1,a1,a4
	and	a0,a6,a4
.L3:
	andi	a4,a5,7
	beq	a4,zero,.L4
	bne	a5,a0,.L5
.L6:
	beq	a0,a1,.L2
	li	a7,222
	sub	a1,a1,a0
	li	a3,50
	li	a4,-1
	li	a5,0
# 184 "enter_cpu.h" 1
	ecall
# 0 "" 2
	li	a5,-4096
	bleu	a0,a5,.L2
	mv	a0,t1
	tail	give_up
.L5:
	sb	zero,0(a5)
	addi	a5,a5,1
	j	.L3
.L7:
	sd	zero,0(a5)
	addi	a5,a5,8
.L4:
	bne	a5,a0,.L7
	j	.L6
.L2:
	ret
	.size	clear, .-clear
	.align	2
	.type	map_loader, @function
map_loader:
	addi	sp,sp,-2032
	sd	s6,1968(sp)
	mv	s6,a1
	ld	a1,0(a0)
	sd	s2,2000(sp)
	mv	s2,a0
	sd	s7,1960(sp)
	sd	ra,2024(sp)
	sd	s0,2016(sp)
	sd	s1,2008(sp)
	sd	s3,1992(sp)
	sd	s4,1984(sp)
	sd	s5,1976(sp)
	sd	s8,1952(sp)
	sd	s9,1944(sp)
	sd	s10,1936(sp)
	sd	s11,1928(sp)
	mv	s7,a2
	addi	sp,sp,-144
	li	a7,56
	li	a0,-100
	add	a1,s2,a1
	li	a2,524288
	li	a3,0
	li	a4,0
	li	a5,0
# 184 "enter_cpu.h" 1
	ecall
# 0 "" 2
	li	a6,-4096
	sd	a0,0(sp)
	bleu	a0,a6,.L14
.L16:
	mv	a0,s2
	call	give_up
.L15:
	ld	a5,48(sp)
	lhu	a0,72(sp)
	li	a3,0
	addi	a5,a5,16
	add	s5,a5,sp
	li	a1,0
	li	s0,-1
	neg	a2,s6
	li	a6,56
	li	a7,1
.L17:
	bne	a0,a3,.L21
	addi	s8,s6,-1
	add	a1,a1,s8
	and	a1,a1,a2
	li	a7,222
	li	a0,0
	sub	a1,a1,s0
	li	a2,0
	li	a3,34
	li	a4,-1
	li	a5,0
# 184 "enter_cpu.h" 1
	ecall
# 0 "" 2
	li	a5,-4096
	mv	s1,a0
	bleu	a0,a5,.L22
	mv	a0,s2
	call	give_up
.L22:
	li	s4,0
	sub	s1,s1,s0
	li	s9,56
	li	s10,1
	li	s11,-4096
.L23:
	lhu	a5,72(sp)
	bne	a5,s4,.L30
	ld	a0,0(sp)
	li	a7,57
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
# 184 "enter_cpu.h" 1
	ecall
# 0 "" 2
	ld	a5,40(sp)
	mv	a0,s1
	add	a5,a5,s1
	sd	a5,0(s7)
	addi	sp,sp,144
	ld	ra,2024(sp)
	ld	s0,2016(sp)
	ld	s1,2008(sp)
	ld	s2,2000(sp)
	ld	s3,1992(sp)
	ld	s4,1984(sp)
	ld	s5,1976(sp)
	ld	s6,1968(sp)
	ld	s7,1960(sp)
	ld	s8,1952(sp)
	ld	s9,1944(sp)
	ld	s10,1936(sp)
	ld	s11,1928(sp)
	addi	sp,sp,2032
	jr	ra
.L14:
	li	a2,4096
	li	a7,63
	addi	a1,sp,16
	addi	a2,a2,-2048
# 184 "enter_cpu.h" 1
	ecall
# 0 "" 2
	addi	a5,a0,-64
	addi	a6,a6,-64
	bgtu	a5,a6,.L16
	ld	a4,48(sp)
	bgtu	a4,a0,.L16
	lhu	a5,72(sp)
	li	a3,56
	sub	a0,a0,a4
	mul	a5,a5,a3
	bgtu	a5,a0,.L16
	j	.L15
.L21:
	mul	a4,a3,a6
	add	a4,a4,s5
	lw	a5,0(a4)
	bne	a5,a7,.L18
	ld	a5,16(a4)
	bgeu	a5,s0,.L19
	and	s0,a5,a2
.L19:
	ld	a4,40(a4)
	add	a5,a5,a4
	bgeu	a1,a5,.L18
	mv	a1,a5
.L18:
	addi	a3,a3,1
	j	.L17
.L30:
	mul	s0,s4,s9
	add	s0,s0,s5
	lw	a5,0(s0)
	bne	a5,s10,.L25
	lw	a5,4(s0)
	ld	a6,16(s0)
	ld	a1,32(s0)
	slliw	s3,a5,2
	andi	a4,a5,2
	andi	s3,s3,4
	srliw	a5,a5,2
	or	s3,s3,a4
	andi	a5,a5,1
	add	a6,s1,a6
	or	s3,s3,a5
	beq	a1,zero,.L27
	ld	t3,8(s0)
	and	a5,s8,a6
	sub	a0,a6,a5
	add	a1,a1,a5
	ld	a4,0(sp)
	li	a7,222
	mv	a2,s3
	li	a3,18
	sub	a5,t3,a5
# 184 "enter_cpu.h" 1
	ecall
# 0 "" 2
	bleu	a0,s11,.L27
	mv	a0,s2
	sd	a6,8(sp)
	call	give_up
	ld	a6,8(sp)
.L27:
	ld	a3,40(s0)
	ld	a2,32(s0)
	bleu	a3,a2,.L25
	sub	a3,a3,a2
	mv	a4,s3
	add	a2,a2,a6
	mv	a1,s6
	mv	a0,s2
	call	clear
.L25:
	addi	s4,s4,1
	j	.L23
	.size	map_loader, .-map_loader
	.align	2
	.type	enter, @function
enter:
	ld	a5,0(a0)
	addi	sp,sp,-112
	sd	s0,96(sp)
	addi	a5,a5,2
	slli	a5,a5,3
	sd	s1,88(sp)
	sd	ra,104(sp)
	sd	s2,80(sp)
	sd	s3,72(sp)
	sd	s4,64(sp)
	sd	s5,56(sp)
	sd	s6,48(sp)
	sd	s7,40(sp)
	sd	s8,32(sp)
	sd	s9,24(sp)
	mv	s0,a1
	add	s1,a0,a5
.L33:
	ld	a5,0(s1)
	addi	s1,s1,8
	bne	a5,zero,.L33
	mv	a5,s1
	li	s2,4096
	li	a3,6
.L34:
	ld	a4,0(a5)
	bne	a4,zero,.L36
	ld	s5,96(s0)
	addi	s3,s0,112
	mv	s4,s3
	mv	s6,s5
	neg	s7,s2
	addi	s8,s2,-1
	li	s9,-4096
.L37:
	bne	s6,zero,.L39
	li	a5,24
	mul	s5,s5,a5
	ld	s4,104(s0)
	add	s3,s3,s5
.L40:
	bne	s4,zero,.L41
	ld	a6,80(s0)
	ld	t1,88(s0)
	ld	t3,72(s0)
	add	a6,s0,a6
	slli	t1,t1,3
	sub	t3,s0,t3
	add	t1,a6,t1
	slli	t6,s2,1
	li	t4,0
	li	a4,0
	neg	t5,s2
.L42:
	bne	t1,a6,.L55
	mv	a4,s1
	li	a5,0
	li	a2,3
	li	a1,5
.L56:
	ld	a3,0(a4)
	bne	a3,zero,.L59
	li	a3,2
.L60:
	bne	s4,zero,.L62
	ld	a5,16(s0)
	ld	a0,8(s0)
	add	a5,s0,a5
	sd	a5,8(sp)
	ld	a5,0(s0)
	add	a0,s0,a0
	beq	a5,zero,.L64
	addi	a2,sp,8
	mv	a1,s2
	mv	a0,s0
	call	map_loader
.L64:
	li	a4,3
	li	a3,5
	li	a2,7
	li	a1,9
.L65:
	ld	a5,0(s1)
	bne	a5,zero,.L70
	ld	ra,104(sp)
	ld	s0,96(sp)
	ld	a0,8(sp)
	ld	s1,88(sp)
	ld	s2,80(sp)
	ld	s3,72(sp)
	ld	s4,64(sp)
	ld	s5,56(sp)
	ld	s6,48(sp)
	ld	s7,40(sp)
	ld	s8,32(sp)
	ld	s9,24(sp)
	addi	sp,sp,112
	jr	ra
.L36:
	bne	a4,a3,.L35
	ld	s2,8(a5)
.L35:
	addi	a5,a5,16
	j	.L34
.L39:
	ld	a5,0(s4)
	ld	a1,8(s4)
	ld	a2,16(s4)
	add	a5,s0,a5
	add	a1,s8,a1
	add	a1,a1,a5
	and	a0,a5,s7
	and	a1,a1,s7
	li	a7,226
	sub	a1,a1,a0
	li	a3,0
	li	a4,0
	li	a5,0
# 184 "enter_cpu.h" 1
	ecall
# 0 "" 2
	bleu	a0,s9,.L38
	mv	a0,s0
	call	give_up
.L38:
	addi	s6,s6,-1
	addi	s4,s4,24
	j	.L37
.L41:
	ld	a2,0(s3)
	ld	a4,16(s3)
	ld	a3,8(s3)
	add	a2,s0,a2
	mv	a1,s2
	mv	a0,s0
	call	clear
	addi	s4,s4,-1
	addi	s3,s3,24
	j	.L40
.L55:
	ld	a5,0(a6)
	andi	a3,a5,1
	bne	a3,zero,.L43
	add	a5,t3,a5
	mv	t0,a5
	bltu	a5,t4,.L44
	and	a0,a5,t5
	mv	a3,a6
.L45:
	addi	a3,a3,8
	beq	t1,a3,.L48
	ld	a4,0(a3)
	andi	a2,a4,1
	beq	a2,zero,.L46
	addi	a4,a5,504
.L47:
	mv	a5,a4
	j	.L45
.L46:
	add	a2,a5,t6
	add	a4,t3,a4
	and	a2,a2,t5
	bltu	a4,a2,.L47
.L48:
	add	a5,s2,a5
	and	t4,a5,t5
	sub	a1,t4,a0
	bgeu	s2,a1,.L44
	li	a7,233
	li	a2,23
	li	a3,0
	li	a4,0
	li	a5,0
# 184 "enter_cpu.h" 1
	ecall
# 0 "" 2
.L44:
	ld	a5,0(t0)
	addi	a4,t0,8
	add	a5,a5,t3
	sd	a5,0(t0)
.L51:
	addi	a6,a6,8
	j	.L42
.L43:
	srli	a5,a5,1
	mv	a3,a4
.L52:
	bne	a5,zero,.L54
	addi	a4,a4,504
	j	.L51
.L54:
	andi	a2,a5,1
	beq	a2,zero,.L53
	ld	a2,0(a3)
	add	a2,a2,t3
	sd	a2,0(a3)
.L53:
	srli	a5,a5,1
	addi	a3,a3,8
	j	.L52
.L59:
	bne	a3,a2,.L57
	ld	a5,8(a4)
.L58:
	addi	a4,a4,16
	j	.L56
.L57:
	bne	a3,a1,.L58
	ld	s4,8(a4)
	j	.L58
.L62:
	lw	a4,0(a5)
	bne	a4,a3,.L61
	ld	a4,48(s0)
	ld	a2,16(a5)
	add	a4,s0,a4
	sd	a2,0(a4)
.L61:
	addi	s4,s4,-1
	addi	a5,a5,56
	j	.L60
.L70:
	bne	a5,a4,.L66
	ld	a5,32(s0)
.L77:
	add	a5,s0,a5
	j	.L76
.L66:
	bne	a5,a3,.L68
	ld	a5,40(s0)
.L76:
	sd	a5,8(s1)
	j	.L67
.L68:
	bne	a5,a2,.L69
	sd	a0,8(s1)
.L67:
	addi	s1,s1,16
	j	.L65
.L69:
	bne	a5,a1,.L67
	ld	a5,24(s0)
	j	.L77
	.size	enter, .-enter
	.balign 16
table:
