<#
.SYNOPSIS
Tells Tagout's collector what a Windows machine knows of itself. Windows PowerShell 5.1, as administrator.

.DESCRIPTION
Missing security updates (Windows Update Agent), Defender and BitLocker of a VM; updates, roles, TPM, volumes and administrators
of a host. What cannot be found out is left out with a warning; nothing is guessed. See docs/operations/observe.md.
Exit code: 0 done, 1 refused or nothing to tell, 3 collector not reached.

.EXAMPLE
.\Observe.ps1 -Vm -Collector https://collector.example.org
.EXAMPLE
.\Observe.ps1 -HostName hyper-a -Platform hyperv -DryRun
.EXAMPLE
.\Observe.ps1 -Vm -Collector https://collector.example.org -Register
#>
[CmdletBinding(DefaultParameterSetName = 'Vm')]
param(
    [Parameter(ParameterSetName = 'Vm')][switch]$Vm,
    [Parameter(ParameterSetName = 'Vm')][string]$Id,
    # The host's name, or its whole id.
    [Parameter(ParameterSetName = 'Host', Mandatory = $true)][string]$HostName,
    [string]$Platform = 'hyperv',
    [string]$Collector = 'http://127.0.0.1:8081',
    [ValidatePattern('^[A-Za-z0-9._~/-]+$')][string]$Source = 'observe',
    # What each NIC of a host is for: @{ 'Ethernet 1' = 'management'; 'Ethernet 2' = 'guest' }
    [Parameter(ParameterSetName = 'Host')][hashtable]$NicUse = @{},
    # Where a host keeps VMs, besides Hyper-V's own settings.
    [Parameter(ParameterSetName = 'Host')][string[]]$VmDirectory = @(),
    [switch]$DryRun,
    # Registers a scheduled task that runs this script every four hours with the same arguments, and does nothing else.
    [switch]$Register
)

Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$now = [DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ')
$events = New-Object System.Collections.ArrayList

function Write-LeftOut([string]$what) { Write-Warning "left out: $what" }

function Add-Event([string]$type, $data) {
    [void]$events.Add([ordered]@{
            specversion = '1.0'; id = [guid]::NewGuid().ToString(); source = $Source; type = "dev.tagout.$type.v1"
            subject = $script:subject; time = $now; datacontenttype = 'application/json'; data = $data
        })
}

function Get-VmId {
    # On Hyper-V the SMBIOS UUID is not the VM's id; the host tells the guest its id through the registry.
    $key = 'HKLM:\SOFTWARE\Microsoft\Virtual Machine\Guest\Parameters'
    if (Test-Path $key) {
        $values = Get-ItemProperty -Path $key
        if ($values.PSObject.Properties['VirtualMachineId']) { return 'hyperv:' + $values.VirtualMachineId.Trim('{}').ToLowerInvariant() }
    }
    $product = Get-CimInstance Win32_ComputerSystemProduct
    if ($product.Vendor -eq 'Microsoft Corporation' -or $product.UUID -match '^[0-]+$|^[Ff-]+$') {
        throw 'the id of this VM is not known: give -Id'
    }
    return 'libvirt:' + $product.UUID.ToLowerInvariant()
}

function Get-MissingUpdates {
    $session = New-Object -ComObject Microsoft.Update.Session
    $result = $session.CreateUpdateSearcher().Search("IsInstalled=0 and Type='Software'")
    # orcSucceeded; with errors (3) the list may lack some.
    if ($result.ResultCode -ne 2) { throw "the search ended with result code $($result.ResultCode)" }
    foreach ($update in $result.Updates) {
        # Security Updates, and whatever else has a severity of the MSRC. Critical Updates are no security updates.
        $isSecurity = $false
        foreach ($category in $update.Categories) {
            if ($category.CategoryID -eq '0fa1201d-4330-4fa8-8ae9-b877473b6441') { $isSecurity = $true }
        }
        $severity = [string]$update.MsrcSeverity
        if (-not $isSecurity -and -not $severity) { continue }
        # Without a severity: important, as for apt.
        $severity = if ($severity) { $severity.ToLowerInvariant() } else { 'important' }
        $kb = @($update.KBArticleIDs)
        $entry = [ordered]@{ id = if ($kb.Count) { 'KB' + $kb[0] } else { $update.Identity.UpdateID }; severity = $severity; title = $update.Title }
        # 'The last published date of the update, in UTC', says the reference of IUpdate.
        if ($update.LastDeploymentChangeTime) {
            $entry.published = ([DateTime]$update.LastDeploymentChangeTime).ToString('yyyy-MM-ddT00:00:00Z')
        }
        $entry
    }
}

function Get-Antivirus {
    $status = Get-MpComputerStatus
    $antivirus = [ordered]@{ installed = [bool]$status.AMServiceEnabled; running = [bool]($status.AntivirusEnabled -and $status.RealTimeProtectionEnabled) }
    if ($status.AntivirusSignatureLastUpdated) {
        $antivirus.signaturesAt = $status.AntivirusSignatureLastUpdated.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ')
    }
    $antivirus
}

# Runs a part; what it cannot find out is no fact.
function Invoke-Part([string]$what, [scriptblock]$part) {
    try { & $part } catch { Write-LeftOut "${what}: $($_.Exception.Message)" }
}

if ($Register) {
    $arguments = @('-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'AllSigned', '-File', "`"$PSCommandPath`"")
    foreach ($name in $PSBoundParameters.Keys) {
        $value = $PSBoundParameters[$name]
        if ($name -eq 'Register') { continue }
        if ($value -is [hashtable] -or $value -is [array]) { throw "-$name cannot be handed to a task: call this script from one of your own" }
        $arguments += if ($value -is [switch]) { "-$name" } else { "-$name `"$value`"" }
    }
    $action = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument ($arguments -join ' ')
    $trigger = New-ScheduledTaskTrigger -Once -At (Get-Date) -RepetitionInterval (New-TimeSpan -Hours 4) -RandomDelay (New-TimeSpan -Minutes 20)
    Register-ScheduledTask -TaskName 'Tagout Observe' -Action $action -Trigger $trigger -User 'SYSTEM' -RunLevel Highest -Force | Out-Null
    exit 0
}

if ($PSCmdlet.ParameterSetName -eq 'Host') {
    $kind = 'host'
    $subject = if ($HostName.Contains(':')) { $HostName } else { "${Platform}:$HostName" }
} else {
    $kind = 'vm'
    $subject = if ($Id) { $Id } else { Get-VmId }
}

Invoke-Part 'security updates' { $missing = @(Get-MissingUpdates); Add-Event "$kind.patch-scanned" ([ordered]@{ missing = $missing; scanner = 'wua' }) }

if ($kind -eq 'vm') {
    $protection = [ordered]@{}
    Invoke-Part 'antivirus' { $protection.antivirus = Get-Antivirus }
    Invoke-Part 'encryption' {
        $protection.encryption = @{ insideGuest = [bool]@(Get-BitLockerVolume | Where-Object { $_.VolumeStatus -ne 'FullyDecrypted' }).Count }
    }
    if ($protection.Count) { Add-Event 'vm.protection-observed' $protection }
} else {
    $system = [ordered]@{}
    Invoke-Part 'edition' {
        $os = Get-CimInstance Win32_OperatingSystem
        $system.version = $os.Version
        $type = (Get-ItemProperty 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion').InstallationType
        $system.edition = ($type -replace ' ', '-').ToLowerInvariant()
    }
    Invoke-Part 'roles' { $system.roles = @(Get-WindowsFeature | Where-Object { $_.Installed -and $_.FeatureType -eq 'Role' } | ForEach-Object { $_.Name.ToLowerInvariant() }) }
    Invoke-Part 'antivirus' { $system.antivirus = @{ installed = (Get-Antivirus).installed } }
    Write-LeftOut 'applications'
    if ($system.Count) { Add-Event 'host.system-observed' $system }

    if ($NicUse.Count) {
        Invoke-Part 'network' {
            $nics = @(Get-NetAdapter -Physical | ForEach-Object {
                    [ordered]@{ name = $_.Name; use = if ($NicUse.ContainsKey($_.Name)) { $NicUse[$_.Name] } else { 'unrecognized' } }
                })
            Add-Event 'host.network-observed' @{ nics = $nics }
        }
    } else { Write-LeftOut 'network: what the NICs are for is not known; give -NicUse' }

    $storage = [ordered]@{}
    Invoke-Part 'TPM' { $tpm = Get-Tpm; $storage.tpm = @{ present = $tpm.TpmPresent; inUse = $tpm.TpmReady } }
    Invoke-Part 'volumes' {
        $vmHost = Get-VMHost
        $directories = @($vmHost.VirtualHardDiskPath, $vmHost.VirtualMachinePath) + $VmDirectory
        $volumes = @(Get-BitLockerVolume | ForEach-Object {
                $mount = $_.MountPoint.TrimEnd('\') + '\'
                [ordered]@{
                    path = $_.MountPoint
                    holdsVmFiles = [bool]@($directories | Where-Object { $_.StartsWith($mount, 'OrdinalIgnoreCase') }).Count
                    encrypted = ($_.VolumeStatus -eq 'FullyEncrypted' -and $_.ProtectionStatus -eq 'On')
                    method = [string]$_.EncryptionMethod
                }
            })
        $storage.volumes = $volumes
    }
    if ($storage.Count) { Add-Event 'host.storage-observed' $storage }

    # Groups of a domain are told by their name: expand them where the directory can be asked.
    Invoke-Part 'administrators' {
        $members = @('S-1-5-32-544', 'S-1-5-32-578' | ForEach-Object { Get-LocalGroupMember -SID $_ } | ForEach-Object { $_.Name } | Sort-Object -Unique)
        Add-Event 'host.access-observed' @{ administrators = $members }
    }
}

if (-not $events.Count) { Write-Error 'there is nothing to tell' -ErrorAction Continue; exit 1 }
$batch = ConvertTo-Json -InputObject @($events) -Depth 8 -Compress
if ($DryRun) { $batch; exit 0 }
try {
    $body = [Text.Encoding]::UTF8.GetBytes($batch)
    Invoke-RestMethod -Method Post -Uri ($Collector.TrimEnd('/') + '/v1/events') -ContentType 'application/cloudevents-batch+json' -Body $body -TimeoutSec 60 | Out-Null
} catch [System.Net.WebException] {
    Write-Error $_.Exception.Message -ErrorAction Continue
    if ($_.Exception.Response -and [int]$_.Exception.Response.StatusCode -lt 500) { exit 1 }
    exit 3
}
exit 0
