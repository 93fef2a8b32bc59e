module github.com/togglemaster/togglemaster/services/evaluation

go 1.19
