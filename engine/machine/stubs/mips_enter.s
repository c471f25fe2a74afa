# mips: enter.c, compiled by make-listing and GCC 12; mips_enter.inc has it assembled.
	.section .mdebug.abi32
	.previous
	.nan	legacy
	.module	fp=xx
	.module	nooddspreg
	.module	arch=mips32
	.text
	.text
	.type start, %function
start:
	.set noreorder
	move $4, $29
	bal 1f
	addiu $29, $29, -32
1:	addiu $5, $31, table - 1b
	bal enter
	nop
	addiu $29, $29, 32
	move $25, $2
	jr $25
	move $31, $0
	.set reorder

	.align	2
	.set	nomips16
	.set	nomicromips
	.ent	call
	.type	call, @function
call:
	.frame	$sp,8,$31		# vars= 0, regs= 2/0, args= 0, gp= 0
	.mask	0x00030000,-4
	.fmask	0x00000000,0
	addiu	$sp,$sp,-8
	move	$2,$4
	move	$4,$5
	sw	$17,4($sp)
	sw	$16,0($sp)
	move	$5,$6
	lw	$16,28($sp)
	move	$6,$7
	lw	$17,32($sp)
	lw	$7,24($sp)
 # 295 "enter_cpu.h" 1
	.set noreorder
	addiu $29, $29, -32
	sw $16, 16($29)
	sw $17, 20($29)
	syscall
	beqz $7, 0f
	addiu $29, $29, 32
	negu $2, $2
0:
	.set reorder
 # 0 "" 2
	lw	$17,4($sp)
	lw	$16,0($sp)
	.set	noreorder
	.set	nomacro
	jr	$31
	addiu	$sp,$sp,8
	.set	macro
	.set	reorder

	.end	call
	.size	call, .-call
	.align	2
	.set	nomips16
	.set	nomicromips
	.ent	give_up
	.type	give_up, @function
give_up:
	.frame	$sp,40,$31		# vars= 0, regs= 1/0, args= 32, gp= 0
	.mask	0x80000000,-4
	.fmask	0x00000000,0
	.set	noreorder
	.set	nomacro
	addiu	$sp,$sp,-40
	lw	$6,28($4)
	sw	$0,24($sp)
	sw	$0,20($sp)
	sw	$0,16($sp)
	lw	$7,32($4)
	addu	$6,$4,$6
	li	$5,2			# 0x2
	sw	$31,36($sp)
	bal	call
	li	$4,4004			# 0xfa4

	sw	$0,24($sp)
	sw	$0,20($sp)
	sw	$0,16($sp)
	move	$7,$0
	move	$6,$0
	li	$5,127			# 0x7f
	bal	call
	li	$4,4246			# 0x1096

	lw	$31,36($sp)
	jr	$31
	addiu	$sp,$sp,40

	.set	macro
	.set	reorder
	.end	give_up
	.size	give_up, .-give_up
	.align	2
	.set	nomips16
	.set	nomicromips
	.ent	clear
	.type	clear, @function
clear:
	.frame	$sp,40,$31		# vars= 0, regs= 2/0, args= 32, gp= 0
	.mask	0x80010000,-4
	.fmask	0x00000000,0
	.set	noreorder
	.set	nomacro
	addiu	$sp,$sp,-40
	move	$2,$7
	addiu	$2,$2,-1
	sw	$16,32($sp)
	move	$16,$4
	move	$4,$5
	addiu	$3,$5,-1
	addu	$2,$2,$4
	subu	$8,$0,$5
	addu	$3,$3,$6
	addu	$2,$2,$6
	lw	$7,56($sp)
	sw	$31,36($sp)
	and	$5,$3,$8
	and	$2,$2,$8
$L6:
	andi	$3,$6,0x3
	beq	$3,$0,$L7
	nop

	bne	$6,$5,$L8
	nop

$L9:
	beq	$5,$2,$L5
	li	$3,-1			# 0xffffffffffffffff

	sw	$3,20($sp)
	li	$3,2066			# 0x812
	sw	$0,24($sp)
	sw	$3,16($sp)
	subu	$6,$2,$5
	bal	call
	li	$4,4090			# 0xffa

	sltu	$2,$2,-4095
	bne	$2,$0,$L17
	lw	$31,36($sp)

	move	$4,$16
	lw	$16,32($sp)
	b	give_up
	addiu	$sp,$sp,40

$L8:
	sb	$0,0($6)
	b	$L6
	addiu	$6,$6,1

$L10:
	sw	$0,0($6)
	addiu	$6,$6,4
$L7:
	bne	$6,$5,$L10
	nop

	b	$L9
	nop

$L5:
	lw	$31,36($sp)
$L17:
	lw	$16,32($sp)
	jr	$31
	addiu	$sp,$sp,40

	.set	macro
	.set	reorder
	.end	clear
	.size	clear, .-clear
	.align	2
	.set	nomips16
	.set	nomicromips
	.ent	map_loader
	.type	map_loader, @function
map_loader:
	.frame	$sp,2128,$31		# vars= 2056, regs= 10/0, args= 32, gp= 0
	.mask	0xc0ff0000,-4
	.fmask	0x00000000,0
	.set	noreorder
	.set	nomacro
	addiu	$sp,$sp,-2128
	sw	$6,2136($sp)
	lw	$6,0($4)
	sw	$21,2108($sp)
	sw	$17,2092($sp)
	addu	$6,$4,$6
	move	$17,$4
	move	$21,$5
	sw	$0,24($sp)
	sw	$0,20($sp)
	sw	$0,16($sp)
	li	$7,524288			# 0x80000
	li	$5,-100			# 0xffffffffffffff9c
	li	$4,4288			# 0x10c0
	sw	$19,2100($sp)
	sw	$31,2124($sp)
	sw	$fp,2120($sp)
	sw	$23,2116($sp)
	sw	$22,2112($sp)
	sw	$20,2104($sp)
	sw	$18,2096($sp)
	bal	call
	sw	$16,2088($sp)

	move	$19,$2
	sltu	$2,$2,-4095
	bne	$2,$0,$L19
	li	$7,2048			# 0x800

$L21:
	bal	give_up
	move	$4,$17

	lw	$2,60($sp)
	addiu	$3,$sp,32
$L38:
	addu	$2,$3,$2
	lhu	$7,76($sp)
	sw	$2,2080($sp)
	move	$4,$0
	move	$6,$0
	li	$18,-1			# 0xffffffffffffffff
	subu	$5,$0,$21
	li	$8,1			# 0x1
$L22:
	bne	$7,$4,$L25
	lw	$2,2080($sp)

	addiu	$23,$21,-1
	li	$2,-1			# 0xffffffffffffffff
	addu	$6,$6,$23
	and	$6,$6,$5
	sw	$2,20($sp)
	li	$2,2050			# 0x802
	sw	$0,24($sp)
	sw	$2,16($sp)
	move	$7,$0
	subu	$6,$6,$18
	move	$5,$0
	bal	call
	li	$4,4090			# 0xffa

	move	$16,$2
	sltu	$2,$2,-4095
	bne	$2,$0,$L37
	move	$22,$0

	bal	give_up
	move	$4,$17

	move	$22,$0
$L37:
	subu	$16,$16,$18
$L27:
	lhu	$2,76($sp)
	bne	$2,$22,$L34
	lw	$2,2080($sp)

	sw	$0,24($sp)
	sw	$0,20($sp)
	sw	$0,16($sp)
	move	$5,$19
	move	$7,$0
	move	$6,$0
	bal	call
	li	$4,4006			# 0xfa6

	lw	$2,56($sp)
	lw	$3,2136($sp)
	lw	$31,2124($sp)
	addu	$2,$2,$16
	lw	$fp,2120($sp)
	lw	$23,2116($sp)
	lw	$22,2112($sp)
	lw	$21,2108($sp)
	lw	$20,2104($sp)
	lw	$19,2100($sp)
	lw	$18,2096($sp)
	lw	$17,2092($sp)
	sw	$2,0($3)
	move	$2,$16
	lw	$16,2088($sp)
	jr	$31
	addiu	$sp,$sp,2128

$L19:
	sw	$0,24($sp)
	sw	$0,20($sp)
	sw	$0,16($sp)
	addiu	$6,$sp,32
	move	$5,$19
	bal	call
	li	$4,4003			# 0xfa3

	addiu	$3,$2,-52
	sltu	$3,$3,-4147
	beq	$3,$0,$L21
	lw	$4,60($sp)

	sltu	$3,$2,$4
	bne	$3,$0,$L21
	lhu	$3,76($sp)

	subu	$2,$2,$4
	sll	$3,$3,5
	sltu	$2,$2,$3
	bne	$2,$0,$L21
	lw	$2,60($sp)

	b	$L38
	addiu	$3,$sp,32

$L25:
	sll	$3,$4,5
	addu	$3,$3,$2
	lw	$2,0($3)
	bne	$2,$8,$L23
	nop

	lw	$2,8($3)
	sltu	$9,$2,$18
	beq	$9,$0,$L24
	nop

	and	$18,$2,$5
$L24:
	lw	$3,20($3)
	addu	$2,$2,$3
	sltu	$3,$6,$2
	movn	$6,$2,$3
$L23:
	b	$L22
	addiu	$4,$4,1

$L34:
	sll	$3,$22,5
	addu	$20,$3,$2
	lw	$2,0($20)
	li	$3,1			# 0x1
	bne	$2,$3,$L29
	nop

	lw	$2,24($20)
	lw	$8,8($20)
	srl	$18,$2,2
	andi	$4,$2,0x2
	andi	$18,$18,0x1
	sll	$2,$2,2
	lw	$6,16($20)
	or	$18,$18,$4
	andi	$2,$2,0x4
	addu	$fp,$16,$8
	beq	$6,$0,$L31
	or	$18,$18,$2

	lw	$2,4($20)
	and	$5,$fp,$23
	subu	$2,$2,$5
	sw	$2,24($sp)
	li	$2,18			# 0x12
	addu	$6,$6,$5
	sw	$19,20($sp)
	sw	$2,16($sp)
	move	$7,$18
	subu	$5,$fp,$5
	bal	call
	li	$4,4090			# 0xffa

	sltu	$2,$2,-4095
	bne	$2,$0,$L31
	nop

	bal	give_up
	move	$4,$17

$L31:
	lw	$7,20($20)
	lw	$6,16($20)
	sltu	$2,$6,$7
	beq	$2,$0,$L29
	subu	$7,$7,$6

	sw	$18,16($sp)
	addu	$6,$6,$fp
	move	$5,$21
	bal	clear
	move	$4,$17

$L29:
	b	$L27
	addiu	$22,$22,1

	.set	macro
	.set	reorder
	.end	map_loader
	.size	map_loader, .-map_loader
	.align	2
	.set	nomips16
	.set	nomicromips
	.ent	enter
	.type	enter, @function
enter:
	.frame	$sp,88,$31		# vars= 16, regs= 10/0, args= 32, gp= 0
	.mask	0xc0ff0000,-4
	.fmask	0x00000000,0
	.set	noreorder
	.set	nomacro
	lw	$2,0($4)
	addiu	$sp,$sp,-88
	addiu	$2,$2,2
	sll	$2,$2,2
	sw	$17,52($sp)
	sw	$16,48($sp)
	sw	$31,84($sp)
	sw	$fp,80($sp)
	sw	$23,76($sp)
	sw	$22,72($sp)
	sw	$21,68($sp)
	sw	$20,64($sp)
	sw	$19,60($sp)
	sw	$18,56($sp)
	move	$16,$5
	addu	$17,$4,$2
$L40:
	lw	$2,0($17)
	bne	$2,$0,$L40
	addiu	$17,$17,4

	move	$2,$17
	li	$18,4096			# 0x1000
	li	$4,6			# 0x6
$L41:
	lw	$3,0($2)
	bne	$3,$0,$L43
	addiu	$20,$16,56

	lw	$19,48($16)
	move	$fp,$19
	move	$23,$20
	subu	$21,$0,$18
	addiu	$22,$18,-1
$L44:
	bne	$fp,$0,$L46
	li	$2,12			# 0xc

	mul	$3,$19,$2
	addu	$19,$3,$20
	lw	$20,52($16)
$L47:
	bne	$20,$0,$L48
	move	$5,$18

	lw	$19,40($16)
	lw	$21,44($16)
	lw	$22,36($16)
	addu	$19,$16,$19
	sll	$21,$21,2
	subu	$22,$16,$22
	addu	$21,$19,$21
	sll	$fp,$18,1
	move	$8,$0
	move	$3,$0
	subu	$23,$0,$18
$L49:
	bne	$21,$19,$L62
	move	$2,$0

	move	$3,$17
	li	$5,3			# 0x3
	li	$6,5			# 0x5
$L63:
	lw	$4,0($3)
	bne	$4,$0,$L66
	nop

	li	$4,2			# 0x2
$L67:
	bne	$20,$0,$L69
	nop

	lw	$3,8($16)
	lw	$2,4($16)
	addu	$3,$16,$3
	sw	$3,32($sp)
	lw	$3,0($16)
	beq	$3,$0,$L71
	addu	$2,$16,$2

	addiu	$6,$sp,32
	move	$5,$18
	bal	map_loader
	move	$4,$16

$L71:
	li	$4,3			# 0x3
	li	$5,5			# 0x5
	li	$6,7			# 0x7
	li	$7,9			# 0x9
$L72:
	lw	$3,0($17)
	bne	$3,$0,$L77
	lw	$31,84($sp)

	lw	$2,32($sp)
	lw	$fp,80($sp)
	lw	$23,76($sp)
	lw	$22,72($sp)
	lw	$21,68($sp)
	lw	$20,64($sp)
	lw	$19,60($sp)
	lw	$18,56($sp)
	lw	$17,52($sp)
	lw	$16,48($sp)
	jr	$31
	addiu	$sp,$sp,88

$L43:
	bne	$3,$4,$L42
	nop

	lw	$18,4($2)
$L42:
	b	$L41
	addiu	$2,$2,8

$L46:
	lw	$2,0($23)
	lw	$6,4($23)
	addu	$2,$16,$2
	addu	$6,$22,$6
	addu	$6,$6,$2
	sw	$0,24($sp)
	sw	$0,20($sp)
	sw	$0,16($sp)
	and	$5,$2,$21
	lw	$7,8($23)
	and	$6,$6,$21
	subu	$6,$6,$5
	bal	call
	li	$4,4125			# 0x101d

	sltu	$2,$2,-4095
	bne	$2,$0,$L45
	nop

	bal	give_up
	move	$4,$16

$L45:
	addiu	$fp,$fp,-1
	b	$L44
	addiu	$23,$23,12

$L48:
	lw	$2,8($19)
	lw	$6,0($19)
	sw	$2,16($sp)
	lw	$7,4($19)
	addu	$6,$16,$6
	bal	clear
	move	$4,$16

	addiu	$20,$20,-1
	b	$L47
	addiu	$19,$19,12

$L62:
	lw	$2,0($19)
	andi	$4,$2,0x1
	bne	$4,$0,$L50
	nop

	addu	$2,$22,$2
	sltu	$3,$2,$8
	bne	$3,$0,$L51
	move	$9,$2

	and	$5,$2,$23
	move	$6,$19
$L52:
	addiu	$6,$6,4
	beq	$21,$6,$L55
	nop

	lw	$3,0($6)
	andi	$4,$3,0x1
	beq	$4,$0,$L53
	addu	$4,$2,$fp

	addiu	$3,$2,124
$L54:
	b	$L52
	move	$2,$3

$L53:
	addu	$3,$22,$3
	and	$4,$4,$23
	sltu	$4,$3,$4
	bne	$4,$0,$L54
	nop

$L55:
	addu	$2,$18,$2
	and	$8,$2,$23
	subu	$6,$8,$5
	sltu	$2,$18,$6
	beq	$2,$0,$L51
	li	$7,23			# 0x17

	sw	$0,24($sp)
	sw	$0,20($sp)
	sw	$0,16($sp)
	li	$4,4218			# 0x107a
	sw	$8,44($sp)
	bal	call
	sw	$9,40($sp)

	lw	$8,44($sp)
	lw	$9,40($sp)
$L51:
	lw	$2,0($9)
	addiu	$3,$9,4
	addu	$2,$2,$22
	sw	$2,0($9)
$L58:
	b	$L49
	addiu	$19,$19,4

$L50:
	srl	$2,$2,1
	move	$4,$3
$L59:
	bne	$2,$0,$L61
	andi	$5,$2,0x1

	b	$L58
	addiu	$3,$3,124

$L61:
	beq	$5,$0,$L60
	nop

	lw	$5,0($4)
	addu	$5,$5,$22
	sw	$5,0($4)
$L60:
	srl	$2,$2,1
	b	$L59
	addiu	$4,$4,4

$L66:
	bne	$4,$5,$L64
	nop

	lw	$2,4($3)
$L65:
	b	$L63
	addiu	$3,$3,8

$L64:
	bne	$4,$6,$L65
	nop

	b	$L65
	lw	$20,4($3)

$L69:
	lw	$3,0($2)
	bne	$3,$4,$L68
	nop

	lw	$3,24($16)
	lw	$5,8($2)
	addu	$3,$16,$3
	sw	$5,0($3)
$L68:
	addiu	$20,$20,-1
	b	$L67
	addiu	$2,$2,32

$L77:
	bne	$3,$4,$L73
	nop

	lw	$3,16($16)
$L84:
	b	$L83
	addu	$3,$16,$3

$L73:
	bne	$3,$5,$L75
	nop

	lw	$3,20($16)
$L83:
	b	$L74
	sw	$3,4($17)

$L75:
	bne	$3,$6,$L76
	nop

	sw	$2,4($17)
$L74:
	b	$L72
	addiu	$17,$17,8

$L76:
	bne	$3,$7,$L74
	nop

	b	$L84
	lw	$3,12($16)

	.set	macro
	.set	reorder
	.end	enter
	.size	enter, .-enter
	.balign 16
table:
