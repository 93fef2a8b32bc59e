module github.com/togglemaster/togglemaster/services/auth

go 1.19
