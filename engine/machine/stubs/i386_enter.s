# i386: enter.c, compiled by make-listing and GCC 12; i386_enter.inc has it assembled.
	.text
	.text
	.type start, %function
start:
	mov %esp, %eax
	call 1f
1:	popl %edx
	addl $(table - 1b), %edx
	subl $20, %esp
	pushl %edx
	pushl %eax
	call enter
	addl $28, %esp
	jmp *%eax

	.type	give_up, @function
give_up:
	pushl	%edi
	pushl	%esi
	xorl	%esi, %esi
	pushl	%ebx
	movl	16(%esp), %eax
	movl	$2, %ebx
	movl	%esi, %edi
	movl	28(%eax), %ecx
	movl	32(%eax), %edx
	addl	%eax, %ecx
	movl	$4, %eax
# 237 "enter_cpu.h" 1
	pushl $0
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
	movl	$252, %eax
	movl	$127, %ebx
	movl	%esi, %ecx
	movl	%esi, %edx
# 237 "enter_cpu.h" 1
	pushl $0
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
	popl	%ebx
	popl	%esi
	popl	%edi
	ret
	.size	give_up, .-give_up
	.type	clear, @function
clear:
	pushl	%ebp
	pushl	%edi
	pushl	%esi
	pushl	%ebx
	movl	24(%esp), %eax
	movl	28(%esp), %ebx
	movl	32(%esp), %edi
	movl	%eax, %esi
	movl	20(%esp), %ebp
	movl	36(%esp), %edx
	leal	-1(%eax,%ebx), %ecx
	leal	-1(%eax,%edi), %eax
	negl	%esi
	addl	%ebx, %eax
	andl	%esi, %ecx
	andl	%esi, %eax
.L4:
	testb	$3, %bl
	je	.L7
	cmpl	%ecx, %ebx
	je	.L16
	movb	$0, (%ebx)
	incl	%ebx
	jmp	.L4
.L7:
	cmpl	%ecx, %ebx
	je	.L16
	xorl	%esi, %esi
	addl	$4, %ebx
	movl	%esi, -4(%ebx)
	jmp	.L7
.L16:
	cmpl	%eax, %ebx
	je	.L3
	subl	%ebx, %eax
	movl	$50, %esi
	orl	$-1, %edi
	movl	%eax, %ecx
	movl	$192, %eax
# 237 "enter_cpu.h" 1
	pushl $0
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
	cmpl	$-4096, %eax
	jbe	.L3
	movl	%ebp, 20(%esp)
	popl	%ebx
	popl	%esi
	popl	%edi
	popl	%ebp
	jmp	give_up
.L3:
	popl	%ebx
	popl	%esi
	popl	%edi
	popl	%ebp
	ret
	.size	clear, .-clear
	.type	map_loader, @function
map_loader:
	pushl	%ebp
	pushl	%edi
	pushl	%esi
	xorl	%esi, %esi
	pushl	%ebx
	movl	%esi, %edi
	movl	$-100, %ebx
	subl	$2092, %esp
	movl	%ecx, 36(%esp)
	movl	(%eax), %ecx
	movl	%eax, (%esp)
	movl	%edx, 20(%esp)
	addl	%eax, %ecx
	movl	$524288, %edx
	movl	$295, %eax
# 237 "enter_cpu.h" 1
	pushl $0
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
	movl	%eax, 8(%esp)
	leal	44(%esp), %ebp
	cmpl	$-4096, %eax
	jbe	.L20
.L22:
	pushl	(%esp)
	call	give_up
	popl	%ebx
	jmp	.L21
.L20:
	movl	8(%esp), %ebx
	movl	$3, %eax
	movl	$2048, %edx
	movl	%ebp, %ecx
# 237 "enter_cpu.h" 1
	pushl $0
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
	leal	-52(%eax), %edx
	cmpl	$-4148, %edx
	ja	.L22
	movl	72(%esp), %ecx
	cmpl	%ecx, %eax
	jb	.L22
	movzwl	88(%esp), %edx
	subl	%ecx, %eax
	sall	$5, %edx
	cmpl	%edx, %eax
	jb	.L22
.L21:
	addl	72(%esp), %ebp
	movl	20(%esp), %ebx
	xorl	%ecx, %ecx
	xorl	%eax, %eax
	movl	%ebp, 24(%esp)
	movzwl	88(%esp), %esi
	movl	$-1, 4(%esp)
	negl	%ebx
.L23:
	cmpl	%ecx, %esi
	je	.L37
	movl	24(%esp), %edx
	movl	%ecx, %edi
	sall	$5, %edi
	addl	%edx, %edi
	cmpl	$1, (%edi)
	jne	.L24
	movl	8(%edi), %edx
	movl	4(%esp), %ebp
	cmpl	%ebp, %edx
	jnb	.L25
	movl	%edx, %ebp
	andl	%ebx, %ebp
	movl	%ebp, 4(%esp)
.L25:
	addl	20(%edi), %edx
	cmpl	%edx, %eax
	cmovb	%edx, %eax
.L24:
	incl	%ecx
	jmp	.L23
.L37:
	movl	20(%esp), %esi
	xorl	%edx, %edx
	leal	-1(%esi), %edi
	movl	$34, %esi
	leal	(%eax,%edi), %ecx
	movl	4(%esp), %eax
	movl	%edi, 28(%esp)
	orl	$-1, %edi
	andl	%ebx, %ecx
	movl	%edx, %ebx
	subl	%eax, %ecx
	movl	$192, %eax
# 237 "enter_cpu.h" 1
	pushl $0
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
	movl	%eax, 32(%esp)
	cmpl	$-4096, %eax
	jbe	.L27
	pushl	(%esp)
	call	give_up
	popl	%ecx
.L27:
	xorl	%edx, %edx
	movl	%edx, 12(%esp)
.L28:
	movl	32(%esp), %eax
	movl	4(%esp), %esi
	movl	12(%esp), %edi
	subl	%esi, %eax
	movl	%eax, 16(%esp)
	movzwl	88(%esp), %eax
	cmpl	%edi, %eax
	je	.L38
	movl	12(%esp), %eax
	movl	24(%esp), %ebx
	sall	$5, %eax
	leal	(%eax,%ebx), %ebp
	cmpl	$1, 0(%ebp)
	jne	.L30
	movl	16(%esp), %eax
	addl	8(%ebp), %eax
	movl	%eax, 16(%esp)
	movl	24(%ebp), %eax
	movl	%eax, %edx
	movl	%eax, %ecx
	sall	$2, %eax
	shrl	$2, %edx
	andl	$2, %ecx
	andl	$4, %eax
	andl	$1, %edx
	orl	%ecx, %edx
	movl	16(%ebp), %ecx
	orl	%eax, %edx
	testl	%ecx, %ecx
	je	.L32
	movl	28(%esp), %ebx
	movl	16(%esp), %eax
	movl	4(%ebp), %esi
	movl	8(%esp), %edi
	andl	%ebx, %eax
	movl	16(%esp), %ebx
	subl	%eax, %esi
	addl	%eax, %ecx
	shrl	$12, %esi
	subl	%eax, %ebx
	movl	$192, %eax
	movl	%esi, 40(%esp)
	movl	$18, %esi
# 237 "enter_cpu.h" 1
	pushl 40(%esp)
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
	cmpl	$-4096, %eax
	jbe	.L32
	movl	%edx, 40(%esp)
	pushl	(%esp)
	call	give_up
	popl	%eax
	movl	40(%esp), %edx
.L32:
	movl	20(%ebp), %ecx
	movl	16(%ebp), %eax
	cmpl	%ecx, %eax
	jnb	.L30
	subl	%eax, %ecx
	pushl	%edx
	pushl	%ecx
	movl	24(%esp), %ebx
	addl	%ebx, %eax
	pushl	%eax
	pushl	32(%esp)
	pushl	16(%esp)
	call	clear
	addl	$20, %esp
.L30:
	incl	12(%esp)
	jmp	.L28
.L38:
	xorl	%edx, %edx
	movl	8(%esp), %ebx
	movl	$6, %eax
	movl	%edx, %ecx
	movl	%edx, %esi
	movl	%edx, %edi
# 237 "enter_cpu.h" 1
	pushl $0
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
	movl	36(%esp), %ebx
	movl	16(%esp), %eax
	addl	68(%esp), %eax
	movl	%eax, (%ebx)
	movl	16(%esp), %eax
	addl	$2092, %esp
	popl	%ebx
	popl	%esi
	popl	%edi
	popl	%ebp
	ret
	.size	map_loader, .-map_loader
	.type	enter, @function
enter:
	pushl	%ebp
	pushl	%edi
	pushl	%esi
	pushl	%ebx
	subl	$40, %esp
	movl	60(%esp), %eax
	movl	64(%esp), %ebp
	movl	(%eax), %edx
	leal	8(%eax,%edx,4), %eax
	movl	%eax, (%esp)
.L40:
	movl	(%esp), %eax
	addl	$4, (%esp)
	movl	(%eax), %eax
	testl	%eax, %eax
	jne	.L40
	movl	$4096, 4(%esp)
	movl	(%esp), %eax
.L41:
	movl	(%eax), %edx
	testl	%edx, %edx
	je	.L77
	cmpl	$6, %edx
	jne	.L42
	movl	4(%eax), %edi
	movl	%edi, 4(%esp)
.L42:
	addl	$8, %eax
	jmp	.L41
.L77:
	leal	56(%ebp), %eax
	movl	%eax, 20(%esp)
	movl	48(%ebp), %eax
	movl	%eax, 12(%esp)
	movl	%eax, 16(%esp)
	leal	56(%ebp), %eax
	movl	%eax, 8(%esp)
.L44:
	cmpl	$0, 16(%esp)
	je	.L78
	movl	8(%esp), %esi
	movl	8(%esp), %eax
	movl	4(%esp), %edi
	movl	(%eax), %edx
	movl	4(%esi), %ecx
	movl	4(%esp), %eax
	addl	%ebp, %edx
	leal	-1(%edi,%ecx), %ecx
	negl	%eax
	addl	%edx, %ecx
	movl	%edx, %ebx
	movl	8(%esi), %edx
	andl	%eax, %ebx
	andl	%eax, %ecx
	xorl	%esi, %esi
	movl	$125, %eax
	subl	%ebx, %ecx
	movl	%esi, %edi
# 237 "enter_cpu.h" 1
	pushl $0
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
	cmpl	$-4096, %eax
	jbe	.L45
	pushl	%ebp
	call	give_up
	popl	%eax
.L45:
	decl	16(%esp)
	addl	$12, 8(%esp)
	jmp	.L44
.L78:
	imull	$12, 12(%esp), %eax
	movl	20(%esp), %ebx
	movl	52(%ebp), %esi
	addl	%eax, %ebx
.L47:
	testl	%esi, %esi
	je	.L79
	pushl	8(%ebx)
	decl	%esi
	addl	$12, %ebx
	pushl	-8(%ebx)
	movl	-12(%ebx), %eax
	addl	%ebp, %eax
	pushl	%eax
	pushl	16(%esp)
	pushl	%ebp
	call	clear
	addl	$20, %esp
	jmp	.L47
.L79:
	movl	40(%ebp), %esi
	movl	44(%ebp), %edx
	movl	%ebp, %ebx
	xorl	%ecx, %ecx
	subl	36(%ebp), %ebx
	addl	%ebp, %esi
.L49:
	testl	%edx, %edx
	je	.L80
	movl	(%esi), %eax
	testb	$1, %al
	jne	.L50
	addl	%ebx, %eax
	addl	%ebx, (%eax)
	leal	4(%eax), %ecx
	jmp	.L51
.L50:
	shrl	%eax
	movl	%ecx, %edi
.L52:
	testl	%eax, %eax
	je	.L81
	testb	$1, %al
	je	.L53
	addl	%ebx, (%edi)
.L53:
	shrl	%eax
	addl	$4, %edi
	jmp	.L52
.L81:
	addl	$124, %ecx
.L51:
	decl	%edx
	addl	$4, %esi
	jmp	.L49
.L80:
	movl	(%esp), %ecx
	xorl	%eax, %eax
.L56:
	movl	(%ecx), %ebx
	testl	%ebx, %ebx
	je	.L60
	cmpl	$3, %ebx
	jne	.L57
	movl	4(%ecx), %eax
	jmp	.L58
.L57:
	cmpl	$5, %ebx
	jne	.L58
	movl	4(%ecx), %edx
.L58:
	addl	$8, %ecx
	jmp	.L56
.L62:
	cmpl	$2, (%eax)
	jne	.L61
	movl	8(%eax), %ebx
	movl	24(%ebp), %ecx
	movl	%ebx, 0(%ebp,%ecx)
.L61:
	decl	%edx
	addl	$32, %eax
.L60:
	testl	%edx, %edx
	jne	.L62
	movl	4(%ebp), %eax
	movl	8(%ebp), %edx
	addl	%ebp, %eax
	addl	%ebp, %edx
	cmpl	$0, 0(%ebp)
	movl	%edx, 36(%esp)
	je	.L65
	movl	4(%esp), %edx
	leal	36(%esp), %ecx
	movl	%ebp, %eax
	call	map_loader
	jmp	.L65
.L70:
	cmpl	$3, %edx
	jne	.L66
	movl	16(%ebp), %edx
	movl	(%esp), %esi
	addl	%ebp, %edx
	movl	%edx, 4(%esi)
.L67:
	addl	$8, (%esp)
.L65:
	movl	(%esp), %esi
	movl	(%esi), %edx
	testl	%edx, %edx
	jne	.L70
	jmp	.L82
.L66:
	cmpl	$5, %edx
	jne	.L68
	movl	20(%ebp), %edx
	jmp	.L76
.L68:
	cmpl	$7, %edx
	jne	.L69
	movl	(%esp), %esi
	movl	%eax, 4(%esi)
	jmp	.L67
.L69:
	cmpl	$9, %edx
	jne	.L67
	movl	12(%ebp), %edx
	addl	%ebp, %edx
.L76:
	movl	(%esp), %edi
	movl	%edx, 4(%edi)
	jmp	.L67
.L82:
	movl	36(%esp), %eax
	addl	$40, %esp
	popl	%ebx
	popl	%esi
	popl	%edi
	popl	%ebp
	ret
	.size	enter, .-enter
	.balign 16
table:
