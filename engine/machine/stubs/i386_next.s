# i386: next.c, compiled by make-listing and GCC 12; i386_next.inc has it assembled.
	.text
	.text
	.type dlsym, %function
dlsym:
	cmpl $-1, 4(%esp)
	jne 1f
	subl $12, %esp
	call 3f
3:	popl %eax
	addl $(table - 3b), %eax
	pushl %eax
	pushl 16(%esp)
	pushl $0
	pushl 32(%esp)
	call find
	addl $28, %esp
	testl %eax, %eax
	jnz 2f
1:	call 4f
4:	popl %eax
	addl $(table - 4b), %eax
	addl 0(%eax), %eax
	jmp *%eax
2:	ret
	.type dlvsym, %function
dlvsym:
	cmpl $-1, 4(%esp)
	jne 1f
	subl $12, %esp
	call 3f
3:	popl %eax
	addl $(table - 3b), %eax
	pushl %eax
	pushl 16(%esp)
	pushl 32(%esp)
	pushl 32(%esp)
	call find
	addl $28, %esp
	testl %eax, %eax
	jnz 2f
1:	call 4f
4:	popl %eax
	addl $(table - 4b), %eax
	addl 4(%eax), %eax
	jmp *%eax
2:	ret

	.type	is_same, @function
is_same:
	movl	8(%esp), %ecx
	xorl	%eax, %eax
.L2:
	movl	4(%esp), %edx
	movb	(%edx,%eax), %dl
	cmpb	(%ecx,%eax), %dl
	jne	.L7
	incl	%eax
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
	movl	4(%esp), %ecx
	movl	$5381, %eax
.L9:
	movzbl	(%ecx), %edx
	testb	%dl, %dl
	je	.L11
	imull	$33, %eax, %eax
	incl	%ecx
	addl	%edx, %eax
	jmp	.L9
.L11:
	ret
	.size	hash_of, .-hash_of
	.type	part_of, @function
part_of:
	pushl	%esi
	xorl	%eax, %eax
	pushl	%ebx
	movl	12(%esp), %edx
	movl	16(%esp), %ecx
	movl	16(%edx), %esi
	subl	%edx, %ecx
.L13:
	cmpl	%eax, %esi
	je	.L12
	movl	%ecx, %ebx
	subl	24(%edx,%eax,8), %ebx
	cmpl	28(%edx,%eax,8), %ebx
	jb	.L12
	incl	%eax
	jmp	.L13
.L12:
	popl	%ebx
	popl	%esi
	ret
	.size	part_of, .-part_of
	.type	exported, @function
exported:
	movl	12(%esp), %ecx
	movl	4(%esp), %eax
	movl	8(%esp), %edx
	testl	%ecx, %ecx
	jne	.L19
	xorl	%ecx, %ecx
	addl	(%eax), %eax
	movl	%ecx, 4(%esp)
	jmp	*%eax
.L19:
	addl	4(%eax), %eax
	movl	%edx, 8(%esp)
	xorl	%edx, %edx
	movl	%ecx, 12(%esp)
	movl	%edx, 4(%esp)
	jmp	*%eax
	.size	exported, .-exported
	.type	value_of, @function
value_of:
	pushl	%esi
	pushl	%ebx
	movl	16(%esp), %eax
	movl	12(%esp), %ecx
	movl	20(%esp), %ebx
	movl	8(%eax), %edx
	movl	24(%esp), %esi
	cmpl	$3, %edx
	jne	.L21
	movl	%esi, 20(%esp)
	movl	%ebx, 16(%esp)
	popl	%ebx
	popl	%esi
	jmp	exported
.L21:
	movl	24(%eax), %eax
	cmpl	$1, %edx
	je	.L20
	addl	%ecx, %eax
	cmpl	$2, %edx
	jne	.L20
	popl	%ebx
	popl	%esi
	jmp	*%eax
.L20:
	popl	%ebx
	popl	%esi
	ret
	.size	value_of, .-value_of
	.type	find, @function
find:
	pushl	%ebp
	pushl	%edi
	pushl	%esi
	pushl	%ebx
	subl	$44, %esp
	movl	64(%esp), %eax
	movl	76(%esp), %ebx
	movl	68(%esp), %edi
	movl	%eax, 12(%esp)
	pushl	72(%esp)
	pushl	%ebx
	call	part_of
	popl	%esi
	movl	16(%ebx), %esi
	popl	%ebp
	movl	%eax, 16(%esp)
	cmpl	%eax, %esi
	jne	.L28
.L38:
	xorl	%esi, %esi
	jmp	.L27
.L28:
	pushl	12(%esp)
	call	hash_of
	popl	%ecx
	leal	24(%ebx,%esi,8), %ecx
	xorl	%esi, %esi
	movl	%eax, 24(%esp)
	movl	20(%ebx), %eax
	movl	%eax, 28(%esp)
	movl	%eax, %edx
.L31:
	cmpl	%edx, %esi
	je	.L59
	movl	%edx, %eax
	subl	%esi, %eax
	shrl	%eax
	addl	%esi, %eax
	imull	$28, %eax, %ebp
	movl	%eax, 20(%esp)
	movl	24(%esp), %eax
	cmpl	%eax, (%ecx,%ebp)
	jnb	.L42
	movl	20(%esp), %esi
	incl	%esi
	jmp	.L31
.L42:
	movl	20(%esp), %edx
	jmp	.L31
.L59:
	imull	$28, %esi, %ebp
	xorl	%edx, %edx
	addl	%ecx, %ebp
.L33:
	movl	28(%esp), %eax
	cmpl	%eax, %esi
	jne	.L37
.L41:
	testl	%edx, %edx
	jne	.L38
	jmp	.L60
.L37:
	movl	24(%esp), %eax
	cmpl	%eax, 0(%ebp)
	jne	.L41
	movl	%edx, 20(%esp)
	pushl	12(%esp)
	movl	16(%ebp), %eax
	addl	%ebx, %eax
	pushl	%eax
	call	is_same
	popl	%ecx
	popl	%edx
	testl	%eax, %eax
	movl	20(%esp), %edx
	je	.L34
	movl	16(%esp), %eax
	cmpl	4(%ebp), %eax
	jnb	.L44
	testl	%edi, %edi
	jne	.L35
	cmpl	$0, 12(%ebp)
	jne	.L44
.L36:
	movl	12(%esp), %eax
	movl	%edi, 76(%esp)
	movl	%ebp, 68(%esp)
	movl	%ebx, 64(%esp)
	movl	%eax, 72(%esp)
	addl	$44, %esp
	popl	%ebx
	popl	%esi
	popl	%edi
	popl	%ebp
	jmp	value_of
.L35:
	movl	20(%ebp), %eax
	testl	%eax, %eax
	je	.L36
	addl	%ebx, %eax
	pushl	%edx
	pushl	%edx
	pushl	%edi
	pushl	%eax
	call	is_same
	addl	$16, %esp
	testl	%eax, %eax
	jne	.L36
.L44:
	movl	$1, %edx
.L34:
	incl	%esi
	addl	$28, %ebp
	jmp	.L33
.L60:
	pushl	%eax
	pushl	%edi
	pushl	20(%esp)
	pushl	%ebx
	call	exported
	popl	%edx
	popl	%ecx
	pushl	%eax
	movl	%eax, %esi
	pushl	%ebx
	call	part_of
	addl	$16, %esp
	cmpl	%eax, 16(%ebx)
	je	.L38
	cmpl	%eax, 16(%esp)
	jnb	.L38
.L27:
	addl	$44, %esp
	movl	%esi, %eax
	popl	%ebx
	popl	%esi
	popl	%edi
	popl	%ebp
	ret
	.size	find, .-find
	.balign 16
table:
