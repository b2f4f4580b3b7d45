"""Flask-Security's messages in the product's own catalogue: its Chinese one is partial."""

from __future__ import annotations

from service.messages import N_

# What each message that can be shown says, and its kind.
MESSAGES: dict[str, tuple[str, str]] = {
    "API_ERROR": (N_("填写的内容不符合要求"), "error"),
    "GENERIC_AUTHN_FAILED": (N_("用户名或密码不正确"), "error"),
    "UNAUTHORIZED": (N_("您没有查看此页面的权限"), "error"),
    "UNAUTHENTICATED": (N_("请先登录"), "info"),
    "LOGIN": (N_("请先登录"), "info"),
    "REFRESH": (N_("为确认是您本人，请再次输入密码"), "info"),
    "REAUTHENTICATION_REQUIRED": (N_("为确认是您本人，请再次输入密码"), "info"),
    "REAUTHENTICATION_SUCCESSFUL": (N_("身份已确认"), "info"),
    "ANONYMOUS_USER_REQUIRED": (N_("您已登录"), "info"),
    "USER_DOES_NOT_EXIST": (N_("用户名或密码不正确"), "error"),
    "DISABLED_ACCOUNT": (N_("用户名或密码不正确"), "error"),
    "INVALID_PASSWORD": (N_("密码不正确"), "error"),
    "PASSWORD_NOT_PROVIDED": (N_("请输入密码"), "error"),
    "INVALID_REDIRECT": (N_("不能跳转到本系统以外的地址"), "error"),
    "INVALID_CODE": (N_("验证码不正确"), "error"),
    "INVALID_INPUT": (N_("填写的内容不符合要求"), "error"),
    "INVALID_RECOVERY_CODE": (N_("恢复码不正确，或已经用过"), "error"),
    "NO_RECOVERY_CODES_SETUP": (N_("还没有生成恢复码"), "info"),
    "TWO_FACTOR_INVALID_TOKEN": (N_("验证码不正确，或已经用过；请输入应用中最新的 6 位数字"), "error"),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (N_("验证码正确，已登录"), "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (N_("二次验证已启用"), "success"),
    "TWO_FACTOR_PERMISSION_DENIED": (N_("登录已中断，请重新输入用户名和密码"), "error"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": (N_("请选择一项操作"), "error"),
    "TWO_FACTOR_DISABLED": (N_("二次验证已停用"), "success"),
    "TWO_FACTOR_SETUP_EXPIRED": (N_("二维码已过期，请重新开始设置"), "error"),
}
