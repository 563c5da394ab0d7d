package tagout.accounts_test

import data.tagout.accounts
import data.tagout.fixtures

test_may_be_same if {
	every pair in [
		["alice", "ALICE"],
		["alice", `CORP\Alice`],
		["alice@corp.example", "alice"],
		[`CORP\alice`, `corp\ALICE`],
		[`CORP\alice`, "alice@corp.example"],
		[`.\alice`, `ALPHA\alice`],
		["Alice@Corp.Example", "alice@corp.example"],
	] {
		accounts.may_be_same(pair[0], pair[1])
		accounts.may_be_same(pair[1], pair[0])
	}
}

test_are_not_the_same if {
	every pair in [
		["alice", "alicia"],
		[`CORP\alice`, `LAB\alice`],
		["alice@corp.example", "alice@lab.example"],
		[`CORP\alice`, "CORP"],
		[`CORP\svc\web`, `CORP\web`],
	] {
		not accounts.may_be_same(pair[0], pair[1])
		not accounts.may_be_same(pair[1], pair[0])
	}
}

test_listed if {
	every pair in [
		["Root", ["root"]],
		["root", [`.\Root`]],
		[`ALPHA\Administrator`, ["administrator"]],
		[`ALPHA\Administrator`, [`.\administrator`]],
		[`ALPHA\Administrator`, [`alpha\administrator`]],
		[`CORP\alice`, ["bob", `corp\Alice`]],
		["alice@corp.example", ["Alice@corp.example"]],
	] {
		accounts.listed(pair[0], pair[1]) with input as fixtures.fit
	}
}

# The host's own name may be a whole one.
test_listed_on_host_of_a_domain if {
	accounts.listed(`ALPHA\Administrator`, ["administrator"]) with input as fixtures.but({"host": {"name": "alpha.corp.example"}})
}

test_not_listed if {
	every pair in [
		["root", []],
		[`CORP\alice`, ["alice"]],
		["alice@corp.example", ["alice"]],
		["alice@corp.example", [`CORP\alice`]],
		[`BETA\Administrator`, ["administrator"]],
		["alice", [`CORP\alice`]],
	] {
		not accounts.listed(pair[0], pair[1]) with input as fixtures.fit
	}
}

test_distinct if {
	accounts.distinct([`CORP\Alice`, `corp\alice`, "alice"]) == {`corp\alice`, "alice"}
}
