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
	ld	a1,48(a0)
	mv	a5,a0
	ld	a2,56(a5)
	add	a1,a5,a1
	li	a7,64
	li	a0,2
	li	a3,0
	li	a4,0
	li	a5,0
# 124 "enter_cpu.h" 1
	ecall
# 0 "" 2
	li	a7,94
	li	a0,127
	li	a1,0
	li	a2,0
# 124 "enter_cpu.h" 1
	ecall
# 0 "" 2
	ret
	.size	give_up, .-give_up
	.align	2
	.type	enter, @function
enter:
	ld	a5,0(a0)
	addi	sp,sp,-80
	sd	s0,64(sp)
	addi	a5,a5,2
	slli	a5,a5,3
	sd	s1,56(sp)
	sd	ra,72(sp)
	sd	s2,48(sp)
	sd	s3,40(sp)
	sd	s4,32(sp)
	sd	s5,24(sp)
	sd	s6,16(sp)
	sd	s7,8(sp)
	sd	s8,0(sp)
	mv	s0,a1
	add	s1,a0,a5
.L3:
	ld	a5,0(s1)
	addi	s1,s1,8
	bne	a5,zero,.L3
	mv	a5,s1
	li	s3,4096
	li	a3,6
.L4:
	ld	a4,0(a5)
	bne	a4,zero,.L6
	ld	s5,64(s0)
	addi	s2,s0,80
	mv	s4,s2
	mv	s6,s5
	neg	s7,s3
	addi	s8,s3,-1
.L7:
	bne	s6,zero,.L9
	li	a5,24
	mul	s5,s5,a5
	ld	s4,72(s0)
	add	s2,s2,s5
	addi	s5,s3,-1
	neg	s3,s3
.L10:
	bne	s4,zero,.L19
	mv	a4,s1
	li	a5,0
	li	a2,3
	li	a1,5
.L20:
	ld	a3,0(a4)
	bne	a3,zero,.L23
	li	a3,2
.L24:
	bne	s4,zero,.L26
	li	a4,3
	li	a3,5
	li	a2,7
	li	a1,9
.L27:
	ld	a5,0(s1)
	bne	a5,zero,.L32
	ld	a0,8(s0)
	ld	ra,72(sp)
	ld	s1,56(sp)
	add	a0,s0,a0
	ld	s0,64(sp)
	ld	s2,48(sp)
	ld	s3,40(sp)
	ld	s4,32(sp)
	ld	s5,24(sp)
	ld	s6,16(sp)
	ld	s7,8(sp)
	ld	s8,0(sp)
	addi	sp,sp,80
	jr	ra
.L6:
	bne	a4,a3,.L5
	ld	s3,8(a5)
.L5:
	addi	a5,a5,16
	j	.L4
.L9:
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
# 124 "enter_cpu.h" 1
	ecall
# 0 "" 2
	beq	a0,zero,.L8
	mv	a0,s0
	call	give_up
.L8:
	addi	s6,s6,-1
	addi	s4,s4,24
	j	.L7
.L19:
	ld	a6,0(s2)
	ld	a1,8(s2)
	add	a6,s0,a6
	add	a1,s5,a1
	add	a5,s5,a6
	add	a1,a1,a6
	and	a5,a5,s3
	and	a1,a1,s3
.L11:
	andi	a4,a6,7
	beq	a4,zero,.L12
	bne	a5,a6,.L13
.L14:
	beq	a1,a6,.L17
	ld	a2,16(s2)
	li	a7,222
	mv	a0,a6
	sub	a1,a1,a6
	li	a3,50
	li	a4,-1
	li	a5,0
# 124 "enter_cpu.h" 1
	ecall
# 0 "" 2
	beq	a0,a6,.L17
	mv	a0,s0
	call	give_up
.L17:
	addi	s4,s4,-1
	addi	s2,s2,24
	j	.L10
.L13:
	sb	zero,0(a6)
	addi	a6,a6,1
	j	.L11
.L15:
	sd	zero,0(a6)
	addi	a6,a6,8
.L12:
	bne	a5,a6,.L15
	j	.L14
.L23:
	bne	a3,a2,.L21
	ld	a5,8(a4)
.L22:
	addi	a4,a4,16
	j	.L20
.L21:
	bne	a3,a1,.L22
	ld	s4,8(a4)
	j	.L22
.L26:
	lw	a4,0(a5)
	bne	a4,a3,.L25
	ld	a4,40(s0)
	ld	a2,16(a5)
	add	a4,s0,a4
	sd	a2,0(a4)
.L25:
	addi	s4,s4,-1
	addi	a5,a5,56
	j	.L24
.L32:
	bne	a5,a4,.L28
	ld	a5,24(s0)
.L41:
	add	a5,s0,a5
	j	.L40
.L28:
	bne	a5,a3,.L30
	ld	a5,32(s0)
.L40:
	sd	a5,8(s1)
.L29:
	addi	s1,s1,16
	j	.L27
.L30:
	bne	a5,a2,.L31
	ld	a5,0(s0)
	j	.L41
.L31:
	bne	a5,a1,.L29
	ld	a5,16(s0)
	j	.L41
	.size	enter, .-enter
	.balign 16
table:
