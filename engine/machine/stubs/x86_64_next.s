# x86_64: next.c, compiled by make-listing and GCC 12; x86_64_next.inc has it assembled.
	.text
	.text
	.type dlsym, %function
dlsym:
	cmp $-1, %rdi
	jne 1f
	push %rdi
	push %rsi
	push %rdx
	mov %rsi, %rdi
	xor %esi, %esi
	mov 24(%rsp), %rdx
	lea table(%rip), %rcx
	call find
	pop %rdx
	pop %rsi
	pop %rdi
	test %rax, %rax
	jnz 2f
1:	lea table(%rip), %rax
	add 0(%rax), %rax
	jmp *%rax
2:	ret
	.type dlvsym, %function
dlvsym:
	cmp $-1, %rdi
	jne 1f
	push %rdi
	push %rsi
	push %rdx
	mov %rsi, %rdi
	mov %rdx, %rsi
	mov 24(%rsp), %rdx
	lea table(%rip), %rcx
	call find
	pop %rdx
	pop %rsi
	pop %rdi
	test %rax, %rax
	jnz 2f
1:	lea table(%rip), %rax
	add 8(%rax), %rax
	jmp *%rax
2:	ret

	.type	is_same, @function
is_same:
	xorl	%eax, %eax
.L2:
	movb	(%rdi,%rax), %dl
	cmpb	(%rsi,%rax), %dl
	jne	.L7
	incq	%rax
	testb	%dl, %dl
	jne	.L2
	movl	$1, %eax
	ret
.L7:
	xorl	%eax, %eax
	ret
	.size	is_same, .-is_same
	.type	hash_of, @function
hash_of:
	movl	$5381, %eax
.L9:
	movzbl	(%rdi), %edx
	testb	%dl, %dl
	je	.L11
	imull	$33, %eax, %eax
	incq	%rdi
	addl	%edx, %eax
	jmp	.L9
.L11:
	ret
	.size	hash_of, .-hash_of
	.type	part_of, @function
part_of:
	movq	32(%rdi), %r8
	leaq	48(%rdi), %rdx
	xorl	%eax, %eax
	subq	%rdi, %rsi
.L13:
	cmpq	%rax, %r8
	je	.L12
	movq	%rsi, %rcx
	addq	$16, %rdx
	subq	-16(%rdx), %rcx
	cmpq	-8(%rdx), %rcx
	jb	.L12
	incq	%rax
	jmp	.L13
.L12:
	ret
	.size	part_of, .-part_of
	.type	exported, @function
exported:
	movq	%rdi, %rax
	testq	%rdx, %rdx
	jne	.L18
	addq	(%rdi), %rax
	xorl	%edi, %edi
	jmp	*%rax
.L18:
	addq	8(%rdi), %rax
	xorl	%edi, %edi
	jmp	*%rax
	.size	exported, .-exported
	.type	value_of, @function
value_of:
	movq	%rsi, %rax
	movq	%rdx, %rsi
	movq	%rcx, %rdx
	movl	8(%rax), %r8d
	cmpl	$3, %r8d
	jne	.L20
	jmp	exported
.L20:
	movq	32(%rax), %rax
	cmpl	$1, %r8d
	je	.L19
	addq	%rdi, %rax
	cmpl	$2, %r8d
	jne	.L19
	jmp	*%rax
.L19:
	ret
	.size	value_of, .-value_of
	.type	find, @function
find:
	pushq	%r13
	movq	%rsi, %r10
	movq	%rdx, %rsi
	pushq	%r12
	pushq	%rbp
	pushq	%rbx
	movq	%rcx, %rbx
	pushq	%r9
	movq	%rdi, %r9
	movq	%rcx, %rdi
	call	part_of
	movq	32(%rbx), %rcx
	cmpq	%rax, %rcx
	jne	.L26
.L36:
	xorl	%r9d, %r9d
	jmp	.L25
.L26:
	movq	%r9, %rdi
	movq	%rax, %rbp
	salq	$4, %rcx
	call	hash_of
	movq	40(%rbx), %r12
	leaq	48(%rbx,%rcx), %r8
	xorl	%ecx, %ecx
	movl	%eax, %r11d
	movq	%r12, %rdx
.L29:
	cmpq	%rdx, %rcx
	je	.L57
	movq	%rdx, %rax
	subq	%rcx, %rax
	shrq	%rax
	addq	%rcx, %rax
	imulq	$40, %rax, %rsi
	cmpl	%r11d, (%r8,%rsi)
	jnb	.L40
	leaq	1(%rax), %rcx
	jmp	.L29
.L40:
	movq	%rax, %rdx
	jmp	.L29
.L57:
	imulq	$40, %rcx, %rax
	xorl	%r13d, %r13d
	addq	%rax, %r8
.L31:
	cmpq	%r12, %rcx
	jne	.L35
.L39:
	testl	%r13d, %r13d
	jne	.L36
	jmp	.L58
.L35:
	cmpl	%r11d, (%r8)
	jne	.L39
	movq	16(%r8), %rdi
	movq	%r9, %rsi
	addq	%rbx, %rdi
	call	is_same
	testl	%eax, %eax
	je	.L32
	movl	4(%r8), %eax
	cmpq	%rax, %rbp
	jnb	.L42
	testq	%r10, %r10
	jne	.L33
	cmpl	$0, 12(%r8)
	jne	.L42
.L34:
	movq	%r8, %rsi
	movq	%rbx, %rdi
	popq	%r8
	movq	%r10, %rcx
	popq	%rbx
	movq	%r9, %rdx
	popq	%rbp
	popq	%r12
	popq	%r13
	jmp	value_of
.L33:
	movq	24(%r8), %rdi
	testq	%rdi, %rdi
	je	.L34
	addq	%rbx, %rdi
	movq	%r10, %rsi
	call	is_same
	testl	%eax, %eax
	jne	.L34
.L42:
	movl	$1, %r13d
.L32:
	incq	%rcx
	addq	$40, %r8
	jmp	.L31
.L58:
	movq	%r9, %rsi
	movq	%rbx, %rdi
	movq	%r10, %rdx
	call	exported
	movq	%rbx, %rdi
	movq	%rax, %rsi
	movq	%rax, %r9
	call	part_of
	cmpq	%rax, 32(%rbx)
	je	.L36
	cmpq	%rax, %rbp
	jnb	.L36
.L25:
	popq	%rdx
	movq	%r9, %rax
	popq	%rbx
	popq	%rbp
	popq	%r12
	popq	%r13
	ret
	.size	find, .-find
	.balign 16
table:
