package rawio

import "syscall"

const statCall = syscall.SYS_FSTATAT
