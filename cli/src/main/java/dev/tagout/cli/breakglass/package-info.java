/** Break-glass: one VM, admitted once against a denial; requested by one, approved by another. */
package dev.tagout.cli.breakglass;
