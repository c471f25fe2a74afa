# riscv64: next.c, compiled by make-listing and GCC 12; riscv64_next.inc has it assembled.
	.option nopic
	.option norelax
	.attribute arch, "rv64i2p1_m2p0_a2p1_f2p2_d2p2_zicsr2p0_zifencei2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
	.text
	.type dlsym, %function
dlsym:
	li t0, -1
	bne a0, t0, 1f
	addi sp, sp, -32
	sd a0, 0(sp)
	sd a1, 8(sp)
	sd a2, 16(sp)
	sd ra, 24(sp)
	mv a0, a1
	li a1, 0
	mv a2, ra
	lla a3, table
	jal ra, find
	mv t1, a0
	ld a0, 0(sp)
	ld a1, 8(sp)
	ld a2, 16(sp)
	ld ra, 24(sp)
	addi sp, sp, 32
	bnez t1, 2f
1:	lla t1, table
	ld t2, 0(t1)
	add t1, t1, t2
	jr t1
2:	mv a0, t1
	ret
	.type dlvsym, %function
dlvsym:
	li t0, -1
	bne a0, t0, 1f
	addi sp, sp, -32
	sd a0, 0(sp)
	sd a1, 8(sp)
	sd a2, 16(sp)
	sd ra, 24(sp)
	mv a0, a1
	mv a1, a2
	mv a2, ra
	lla a3, table
	jal ra, find
	mv t1, a0
	ld a0, 0(sp)
	ld a1, 8(sp)
	ld a2, 16(sp)
	ld ra, 24(sp)
	addi sp, sp, 32
	bnez t1, 2f
1:	lla t1, table
	ld t2, 8(t1)
	add t1, t1, t2
	jr t1
2:	mv a0, t1
	ret

	.align	2
	.type	is_same, @function
is_same:
.L2:
	lbu	a4,0(a0)
	lbu	a5,0(a1)
	beq	a5,a4,.L4
	li	a0,0
	ret
.L4:
	beq	a5,zero,.L5
	addi	a0,a0,1
	addi	a1,a1,1
	j	.L2
.L5:
	li	a0,1
	ret
	.size	is_same, .-is_same
	.align	2
	.type	hash_of, @function
hash_of:
	li	a5,4096
	mv	a4,a0
	li	a2,33
	addi	a0,a5,1285
.L7:
	lbu	a3,0(a4)
	bne	a3,zero,.L8
	ret
.L8:
	mulw	a5,a2,a0
	addi	a4,a4,1
	addw	a0,a5,a3
	j	.L7
	.size	hash_of, .-hash_of
	.align	2
	.type	part_of, @function
part_of:
	mv	a5,a0
	ld	a2,32(a0)
	addi	a4,a0,48
	sub	a1,a1,a5
	li	a0,0
.L10:
	beq	a2,a0,.L9
	ld	a5,0(a4)
	addi	a4,a4,16
	ld	a3,-8(a4)
	sub	a5,a1,a5
	bgeu	a5,a3,.L12
.L9:
	ret
.L12:
	addi	a0,a0,1
	j	.L10
	.size	part_of, .-part_of
	.align	2
	.type	exported, @function
exported:
	bne	a2,zero,.L15
	ld	a5,0(a0)
	add	a5,a0,a5
	li	a0,0
	jr	a5
.L15:
	ld	a5,8(a0)
	add	a5,a0,a5
	li	a0,0
	jr	a5
	.size	exported, .-exported
	.align	2
	.type	value_of, @function
value_of:
	mv	a4,a1
	lw	a6,8(a4)
	mv	a1,a2
	mv	a2,a3
	li	a3,3
	bne	a6,a3,.L17
	tail	exported
.L17:
	addi	sp,sp,-32
	sd	s0,16(sp)
	sd	ra,24(sp)
	ld	s0,32(a4)
	li	a4,1
	beq	a6,a4,.L16
	li	a4,2
	mv	a5,a0
	add	s0,s0,a0
	bne	a6,a4,.L16
	ld	a1,24(a0)
	beq	a1,zero,.L19
	add	a1,a1,a0
.L19:
	ld	a4,16(a5)
	li	a0,16
	sd	a1,8(sp)
	add	a5,a5,a4
	jalr	a5
	mv	a5,s0
	ld	s0,16(sp)
	ld	a1,8(sp)
	ld	ra,24(sp)
	li	a2,0
	addi	sp,sp,32
	jr	a5
.L16:
	ld	ra,24(sp)
	mv	a0,s0
	ld	s0,16(sp)
	addi	sp,sp,32
	jr	ra
	.size	value_of, .-value_of
	.align	2
	.type	find, @function
find:
	addi	sp,sp,-80
	sd	s1,56(sp)
	sd	s3,40(sp)
	sd	s4,32(sp)
	mv	s1,a3
	mv	s3,a0
	mv	s4,a1
	mv	a0,a3
	mv	a1,a2
	sd	s2,48(sp)
	sd	ra,72(sp)
	sd	s0,64(sp)
	sd	s5,24(sp)
	sd	s6,16(sp)
	sd	s7,8(sp)
	sd	s8,0(sp)
	call	part_of
	ld	s2,32(s1)
	bne	s2,a0,.L26
.L36:
	li	s0,0
.L25:
	ld	ra,72(sp)
	mv	a0,s0
	ld	s0,64(sp)
	ld	s1,56(sp)
	ld	s2,48(sp)
	ld	s3,40(sp)
	ld	s4,32(sp)
	ld	s5,24(sp)
	ld	s6,16(sp)
	ld	s7,8(sp)
	ld	s8,0(sp)
	addi	sp,sp,80
	jr	ra
.L26:
	mv	s5,a0
	mv	a0,s3
	call	hash_of
	ld	s7,40(s1)
	slli	s2,s2,4
	addi	s0,s1,48
	add	s0,s0,s2
	sext.w	s6,a0
	mv	a4,s7
	li	s2,0
	li	a2,40
.L29:
	bne	s2,a4,.L30
	li	a5,40
	mul	a5,s2,a5
	li	s8,0
	add	s0,s0,a5
.L31:
	bne	s2,s7,.L35
.L39:
	bne	s8,zero,.L36
	mv	a2,s4
	mv	a1,s3
	mv	a0,s1
	call	exported
	mv	a1,a0
	mv	s0,a0
	mv	a0,s1
	call	part_of
	ld	a5,32(s1)
	beq	a5,a0,.L36
	bgeu	s5,a0,.L36
	j	.L25
.L30:
	sub	a5,a4,s2
	srli	a5,a5,1
	add	a5,a5,s2
	mul	a3,a5,a2
	add	a3,s0,a3
	lw	a3,0(a3)
	bgeu	a3,s6,.L40
	addi	s2,a5,1
	j	.L29
.L40:
	mv	a4,a5
	j	.L29
.L33:
	ld	a0,24(s0)
	beq	a0,zero,.L34
	mv	a1,s4
	add	a0,s1,a0
	call	is_same
	bne	a0,zero,.L34
.L42:
	li	s8,1
.L32:
	addi	s2,s2,1
	addi	s0,s0,40
	j	.L31
.L35:
	lw	a5,0(s0)
	bne	a5,s6,.L39
	ld	a0,16(s0)
	mv	a1,s3
	add	a0,s1,a0
	call	is_same
	beq	a0,zero,.L32
	lwu	a5,4(s0)
	bleu	a5,s5,.L42
	bne	s4,zero,.L33
	lw	a5,12(s0)
	bne	a5,zero,.L42
.L34:
	mv	a1,s0
	ld	s0,64(sp)
	ld	ra,72(sp)
	ld	s2,48(sp)
	ld	s5,24(sp)
	ld	s6,16(sp)
	ld	s7,8(sp)
	ld	s8,0(sp)
	mv	a3,s4
	mv	a2,s3
	ld	s4,32(sp)
	ld	s3,40(sp)
	mv	a0,s1
	ld	s1,56(sp)
	addi	sp,sp,80
	tail	value_of
	.size	find, .-find
	.balign 16
table:
