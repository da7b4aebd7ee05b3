.PHONY: help build test golden bench check
help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/'
build: ## build everything, warnings are errors
	dotnet build Autoscale.sln
test: ## run all tests
	./test.sh
golden: ## run the golden vectors only (AUTOSCALE_VECTORS names another folder)
	dotnet test Autoscale.sln --filter Category=Vectors
bench: ## print the benchmarks of the horizontal autoscaler
	dotnet run -c Release --project tests/Benchmarks -- hpa
check: ## format, build and test
	dotnet format Autoscale.sln --verify-no-changes
	./test.sh
