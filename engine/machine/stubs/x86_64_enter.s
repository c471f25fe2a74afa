# x86_64: enter.c, compiled by make-listing and GCC 12; x86_64_enter.inc has it assembled.
	.text
	.text
	.type start, %function
start:
	mov %rsp, %rdi
	lea table(%rip), %rsi
	call enter
	jmp *%rax

	.type	enter, @function
enter:
	movq	(%rdi), %rdx
	movq	%rsi, %rax
	leaq	16(%rdi,%rdx,8), %rdx
.L2:
	movq	(%rdx), %rcx
	addq	$8, %rdx
	testq	%rcx, %rcx
	jne	.L2
.L3:
	movq	(%rdx), %rcx
	testq	%rcx, %rcx
	je	.L12
	cmpq	$3, %rcx
	jne	.L4
	movq	24(%rax), %rcx
	addq	%rax, %rcx
	jmp	.L10
.L4:
	cmpq	$5, %rcx
	jne	.L6
	movq	32(%rax), %rcx
	jmp	.L10
.L6:
	cmpq	$7, %rcx
	jne	.L7
	movq	(%rax), %rcx
	addq	%rax, %rcx
	jmp	.L10
.L7:
	cmpq	$9, %rcx
	jne	.L5
	movq	16(%rax), %rcx
	addq	%rax, %rcx
.L10:
	movq	%rcx, 8(%rdx)
.L5:
	addq	$16, %rdx
	jmp	.L3
.L12:
	addq	8(%rax), %rax
	ret
	.size	enter, .-enter
	.balign 16
table:
