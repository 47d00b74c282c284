/*
 * What an attribute access of a VGICv2 costs a C program: the least mean of batches of KVM_GET_DEVICE_ATTR and of
 * KVM_SET_DEVICE_ATTR on GICC_PMR of one vCPU, taken by turns for as many seconds as told. Prints "get NANOSECONDS" and "set NANOSECONDS".
 */
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>

enum { CPU_INTERFACE_REGISTERS = 2, GICC_PMR = 4, OPERATIONS = 500 };

static int check(int result, const char *what)
{
    if (result < 0) {
        perror(what);
        exit(1);
    }
    return result;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e9 + time.tv_nsec;
}

/* Nanoseconds an access. */
static double batch(int device, unsigned long request)
{
    double begun = now();
    for (int i = 0; i < OPERATIONS; i++) {
        uint32_t value = 0x1E;
        struct kvm_device_attr attr = {
            .group = CPU_INTERFACE_REGISTERS, .attr = GICC_PMR, .addr = (uintptr_t)&value
        };
        check(ioctl(device, request, &attr), "an attribute access");
    }
    return (now() - begun) / OPERATIONS;
}

static double lesser(double one, double other)
{
    return one < other ? one : other;
}

int main(int count, char **arguments)
{
    double duration = (count > 1 ? atoi(arguments[1]) : 5) * 1e9;
    int kvm = check(open("/dev/kvm", O_RDWR | O_CLOEXEC), "/dev/kvm");
    int vm = check(ioctl(kvm, KVM_CREATE_VM, 0), "KVM_CREATE_VM");
    int vcpu = check(ioctl(vm, KVM_CREATE_VCPU, 0), "KVM_CREATE_VCPU");
    struct kvm_vcpu_init target;
    memset(&target, 0, sizeof target);
    check(ioctl(vm, KVM_ARM_PREFERRED_TARGET, &target), "KVM_ARM_PREFERRED_TARGET");
    check(ioctl(vcpu, KVM_ARM_VCPU_INIT, &target), "KVM_ARM_VCPU_INIT");
    struct kvm_create_device created = { .type = KVM_DEV_TYPE_ARM_VGIC_V2 };
    check(ioctl(vm, KVM_CREATE_DEVICE, &created), "KVM_CREATE_DEVICE");
    struct kvm_device_attr init = { .group = KVM_DEV_ARM_VGIC_GRP_CTRL, .attr = KVM_DEV_ARM_VGIC_CTRL_INIT };
    check(ioctl(created.fd, KVM_SET_DEVICE_ATTR, &init), "INIT");

    double get = 1e18, set = 1e18, begun = now();
    do {
        get = lesser(get, batch(created.fd, KVM_GET_DEVICE_ATTR));
        set = lesser(set, batch(created.fd, KVM_SET_DEVICE_ATTR));
    } while (now() - begun < duration);
    printf("get %.0f\n", get);
    printf("set %.0f\n", set);
    return 0;
}
